using System.Globalization;
using System.Text;
using Brasa.Contracts.Tool.Models;

namespace Brasa.Contracts.Tool.Emit;

/// <summary>The schemas of shapes that are no structures, with their constraints.</summary>
internal sealed class ShapeEmitter(Model model, CSharpTypes types)
{
    public void Emit(StringBuilder output)
    {
        output.AppendLine("/// <summary>Schemas of shapes that are no structures.</summary>");
        output.AppendLine($"internal static class {types.ShapesClass}").AppendLine("{");
        foreach (var shape in model.Reachable.Where(shape => !shape.IsStructure))
            output.AppendLine($"    public static readonly {SchemaType(shape)} {shape.Name} = new({Arguments(shape)}){Facts(shape)};");
        output.AppendLine("}");
    }

    private string SchemaType(Shape shape) => shape.Type switch
    {
        "list" => $"ListSchema<{types.Of(shape.Item!)}>",
        "map" => $"MapSchema<{types.Of(shape.Value!)}>",
        "string" => shape.IsEnum ? $"EnumSchema<{shape.TypeName}>" : "StringSchema",
        "integer" => "IntegerSchema",
        "long" => "LongSchema",
        "float" or "double" => "DoubleSchema",
        "boolean" => "BooleanSchema",
        "blob" => "BlobSchema",
        "timestamp" => "TimestampSchema",
        var other => throw new NotSupportedException($"{shape.Name} is a {other}."),
    };

    private string Arguments(Shape shape) => shape.Type switch
    {
        "list" => types.Schema(shape.Item!),
        "map" => $"{types.Schema(shape.Key!)}.Constraints, {types.Schema(shape.Value!)}",
        _ => "",
    };

    private string Facts(Shape shape)
    {
        var facts = new List<string>();
        if (Constraints(shape) is { Length: > 0 } constraints)
            facts.Add($"Constraints = new Constraints {{ {constraints} }}");
        if (shape.IsStreaming)
            facts.Add("IsStreaming = true");
        if (XmlNames(shape) is { } names)
            facts.Add($"Names = {names}");
        if (shape.TimestampFormat is { } format)
            facts.Add($"Format = TimestampFormat.{Format(format)}");
        return facts.Count == 0 ? "" : $" {{ {string.Join(", ", facts)} }}";
    }

    private string Constraints(Shape shape)
    {
        var facts = new List<string>();
        var (kind, format) = shape.Type switch
        {
            "integer" or "long" => ("Value", "0"),
            "float" or "double" => ("Value", "0.0###m"),
            _ => ("Length", "0"),
        };
        if (shape.Min is { } min)
            facts.Add($"Min{kind} = {min.ToString(format, CultureInfo.InvariantCulture)}");
        if (shape.Max is { } max)
            facts.Add($"Max{kind} = {max.ToString(format, CultureInfo.InvariantCulture)}");
        if (shape.Pattern is { } pattern)
            facts.Add($"Pattern = new PatternConstraint({Names.Literal(pattern)}, static () => {model.Name}Patterns.{shape.Name})");
        if (shape is { IsEnum: true, IsOpen: false })
            facts.Add($"Values = {model.Name}.{shape.TypeName}.Values");
        if (shape.IsSensitive)
            facts.Add("IsSensitive = true");
        return string.Join(", ", facts);
    }

    private static string? XmlNames(Shape shape)
    {
        var facts = new List<string>();
        foreach (var (part, parameter) in (ReadOnlySpan<(string, string)>)[("member", "Item"), ("key", "Key"), ("value", "Value")])
        {
            if (shape.XmlNameOf(part) is { } name) facts.Add($"{parameter}: {Names.Literal(name)}");
        }
        if (shape.IsFlattened) facts.Add("IsFlattened: true");
        return facts.Count == 0 ? null : $"new {(shape.Type == "map" ? "MapNames" : "ListNames")}({string.Join(", ", facts)})";
    }

    private static string Format(string format) => format switch
    {
        "unixTimestamp" => "EpochSeconds",
        "iso8601" => "DateTime",
        "rfc822" => "HttpDate",
        _ => throw new NotSupportedException($"Timestamp format {format}."),
    };
}
