using System.Text.Json.Nodes;

namespace Brasa.Contracts.Tests.Models;

/// <summary>The Lambda model as patched, read apart from the code that makes contracts of it.</summary>
internal static class LambdaModel
{
    private static readonly JsonObject Json = Patched();

    private static readonly Dictionary<string, Shape> Shapes = Json["shapes"]!.AsObject()
        .ToDictionary(entry => entry.Key, entry => new Shape(entry.Key, entry.Value!.AsObject(), name => Shapes![name]));

    public static Shape Shape(string name) => Shapes[name];

    public static ModelledOperation Operation(string name) => new(Json["operations"]![name]!.AsObject(), shape => Shapes[shape]);

    private static JsonObject Patched()
    {
        var model = JsonObject.Create(ModelFile.Read("lambda.json"))!;
        Merge(model, JsonObject.Create(ModelFile.Read("lambda.patch.json"))!);
        return model;
    }

    /// <summary>JSON Merge Patch, RFC 7396.</summary>
    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, change) in patch)
        {
            if (change is null)
                target.Remove(name);
            else if (change is JsonObject nested && target[name] is JsonObject existing)
                Merge(existing, nested);
            else
                target[name] = change.DeepClone();
        }
    }
}

/// <summary>What the model says of one operation.</summary>
internal sealed class ModelledOperation(JsonObject json, Func<string, Shape> shapes)
{
    public string Method { get; } = json["http"]!["method"]!.GetValue<string>();

    public string UriTemplate { get; } = json["http"]!["requestUri"]!.GetValue<string>();

    public int SuccessStatus { get; } = json["http"]!["responseCode"]?.GetValue<int>() ?? 200;

    public Shape Input { get; } = shapes(json["input"]!["shape"]!.GetValue<string>());

    public Shape? Output { get; } = json["output"]?["shape"]?.GetValue<string>() is { } output ? shapes(output) : null;
}
