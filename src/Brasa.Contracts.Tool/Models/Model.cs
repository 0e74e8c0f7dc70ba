using System.Text.Json.Nodes;

namespace Brasa.Contracts.Tool.Models;

/// <summary>An AWS service model, patched, bound to the namespace its contracts go to.</summary>
internal sealed class Model
{
    private Model(string name, JsonObject json)
    {
        Name = name;
        Metadata = json["metadata"]!.AsObject();
        Shapes = json["shapes"]!.AsObject().ToDictionary(entry => entry.Key, entry => new Shape(entry.Key, entry.Value!.AsObject()));
        Operations = [.. json["operations"]!.AsObject().Select(entry => new Operation(entry.Key, entry.Value!.AsObject()))];
        Reachable = FindReachable();
    }

    /// <summary>The last part of the namespace, as <c>Lambda</c>.</summary>
    public string Name { get; }

    public JsonObject Metadata { get; }

    public IReadOnlyDictionary<string, Shape> Shapes { get; }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>Shapes that operations use, each after those it is made of, save where structures hold one another.</summary>
    public IReadOnlyList<Shape> Reachable { get; }

    public IReadOnlyList<string> Protocols => [.. Metadata["protocols"]!.AsArray().Select(protocol => protocol!.GetValue<string>())];

    public static Model Load(string path, string patchPath, string name)
    {
        var json = Read(path);
        if (File.Exists(patchPath))
            MergePatch.Apply(json, Read(patchPath));
        return new Model(name, json);
    }

    public string Text(string key) => Metadata[key]?.GetValue<string>() ?? "";

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();

    private List<Shape> FindReachable()
    {
        var seen = new HashSet<string>();
        var ordered = new List<Shape>();

        void Visit(string name)
        {
            if (!seen.Add(name))
                return;
            foreach (var reference in Shapes[name].References)
                Visit(reference);
            ordered.Add(Shapes[name]);
        }

        foreach (var operation in Operations)
        {
            foreach (var name in new[] { operation.Input, operation.Output }.OfType<string>().Concat(operation.Errors))
                Visit(name);
        }
        return ordered;
    }
}
