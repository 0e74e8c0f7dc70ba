using System.Text;
using Brasa.Contracts.Tool.Models;

namespace Brasa.Contracts.Tool.Emit;

/// <summary>One immutable record per structure. Fields lie behind its properties, so that its schema can tell absent from zero.</summary>
internal sealed class StructureEmitter(Model model, CSharpTypes types)
{
    private readonly MemberEmitter members = new(types);

    public void Emit(StringBuilder output)
    {
        foreach (var shape in model.Reachable.Where(shape => shape is { IsStructure: true, IsError: false }))
            Emit(output, shape.TypeName, shape.Members);
        foreach (var operation in model.Operations.Where(operation => operation.Input is null))
            Emit(output, operation.Name + "Request", []);
    }

    private void Emit(StringBuilder output, string name, IReadOnlyList<Member> all)
    {
        output.AppendLine($"/// <summary>AWS's <c>{name}</c>.</summary>");
        output.AppendLine($"public sealed record {name}").AppendLine("{");
        foreach (var member in all)
            output.AppendLine($"    private {FieldType(member)}? {Field(member, name)};");

        output.AppendLine($"    /// <summary>Its members as they travel.</summary>");
        output.AppendLine($"    public static readonly StructureSchema<{name}> WireSchema = new(\"{name}\", static () => new {name}(), static () =>");
        output.AppendLine("    [");
        foreach (var member in all)
            output.AppendLine($"        {members.Emit(name, member, Field(member, name), isWritable: true)},");
        output.AppendLine("    ]);");

        foreach (var member in all)
            EmitProperty(output, name, member);
        if (all.Any(member => types[member.Shape].IsSensitive))
            EmitPrintMembers(output, name, all);
        output.AppendLine("}").AppendLine();
    }

    private void EmitProperty(StringBuilder output, string owner, Member member)
    {
        var (type, field, property) = (FieldType(member), Field(member, owner), Names.Property(member.Name, owner));
        var get = !member.IsRequired ? field : types[member.Shape].IsReference ? $"{field}!" : $"{field}.GetValueOrDefault()";
        output.AppendLine($"    /// <summary>AWS's <c>{member.Name}</c>.</summary>");
        output.AppendLine($"    public {type}{(member.IsRequired ? "" : "?")} {property} {{ get => {get}; init => {field} = value; }}");
    }

    /// <summary>Sensitive members are named and not shown.</summary>
    private void EmitPrintMembers(StringBuilder output, string owner, IReadOnlyList<Member> all)
    {
        output.AppendLine("    private bool PrintMembers(StringBuilder builder)").AppendLine("    {");
        for (var i = 0; i < all.Count; i++)
        {
            var (property, field) = (Names.Property(all[i].Name, owner), Field(all[i], owner));
            var shown = types[all[i].Shape].IsSensitive ? $"{field} is null ? \"\" : \"***\"" : $"(object?){field}";
            output.AppendLine($"        builder.Append(\"{(i == 0 ? "" : ", ")}{property} = \").Append({shown});");
        }
        output.AppendLine("        return true;").AppendLine("    }");
    }

    private string FieldType(Member member)
    {
        var type = types.Of(member.Shape);
        return types[member.Shape].IsEventStream ? $"IAsyncEnumerable<{type}>" : type;
    }

    private static string Field(Member member, string owner) => Names.Field(Names.Property(member.Name, owner));
}
