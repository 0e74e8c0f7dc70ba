using Brasa.Contracts.Tool.Models;

namespace Brasa.Contracts.Tool.Emit;

/// <summary>The C# type of a shape, and where its schema is found.</summary>
internal sealed class CSharpTypes(Model model)
{
    /// <summary>The static class that holds the schemas of shapes which are no records.</summary>
    public string ShapesClass => $"{model.Name}Shapes";

    public Shape this[string name] => model.Shapes[name];

    public string Of(string name) => Of(model.Shapes[name]);

    public string Of(Shape shape) => shape.Type switch
    {
        "structure" => shape.IsError ? Names.Error(shape.TypeName) : shape.TypeName,
        "list" => $"IReadOnlyList<{Of(shape.Item!)}>",
        "map" => $"IReadOnlyDictionary<string, {Of(shape.Value!)}>",
        "string" => shape.IsEnum ? shape.TypeName : "string",
        "integer" => "int",
        "long" => "long",
        "float" or "double" => "double",
        "boolean" => "bool",
        "blob" => "ReadOnlyMemory<byte>",
        "timestamp" => "DateTimeOffset",
        var other => throw new NotSupportedException($"{shape.Name} is a {other}."),
    };

    /// <summary>An expression that gives the shape's schema.</summary>
    public string Schema(string name) =>
        model.Shapes[name].IsStructure ? $"{Of(name)}.WireSchema" : $"{ShapesClass}.{name}";
}
