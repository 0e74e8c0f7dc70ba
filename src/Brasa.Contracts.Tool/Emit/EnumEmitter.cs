using System.Text;
using Brasa.Contracts.Tool.Models;

namespace Brasa.Contracts.Tool.Emit;

/// <summary>One string-backed struct per enumeration, which keeps values the model does not know.</summary>
internal static class EnumEmitter
{
    public static void Emit(Model model, StringBuilder output)
    {
        foreach (var shape in model.Reachable.Where(shape => shape.IsEnum))
            Emit(output, shape);
    }

    private static void Emit(StringBuilder output, Shape shape)
    {
        var name = shape.TypeName;
        output.AppendLine($"/// <summary>AWS's <c>{name}</c>.</summary>");
        output.AppendLine($"public readonly record struct {name}(string Value) : IStringEnum<{name}>").AppendLine("{");
        foreach (var value in shape.Values)
        {
            output.AppendLine($"    /// <summary><c>{value}</c>.</summary>");
            output.AppendLine($"    public static readonly {name} {Names.EnumMember(value)} = new({Names.Literal(value)});");
        }
        output.AppendLine($$"""
                /// <summary>The texts the model knows.</summary>
                public static IReadOnlyList<string> Values { get; } = [{{string.Join(", ", shape.Values.Select(Names.Literal))}}];
                /// <summary>Whether the model knows it.</summary>
                public bool IsKnown => Values.Contains(Value);
                /// <inheritdoc />
                public static {{name}} From(string value) => new(value);
                /// <inheritdoc />
                public override string ToString() => Value ?? "";
            }

            """);
    }
}
