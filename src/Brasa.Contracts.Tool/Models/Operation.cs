using System.Text.Json.Nodes;

namespace Brasa.Contracts.Tool.Models;

/// <summary>One operation of a model.</summary>
internal sealed class Operation(string name, JsonObject json)
{
    public string Name => name;

    public string Method { get; } = json["http"]!["method"]!.GetValue<string>();

    public string UriTemplate { get; } = json["http"]!["requestUri"]!.GetValue<string>();

    public int SuccessStatus { get; } = json["http"]?["responseCode"]?.GetValue<int>() ?? 200;

    public string? Input { get; } = json["input"]?["shape"]?.GetValue<string>();

    public string? Output { get; } = json["output"]?["shape"]?.GetValue<string>();

    public IReadOnlyList<string> Errors { get; } =
        json["errors"] is JsonArray errors ? [.. errors.Select(error => error!["shape"]!.GetValue<string>())] : [];

    public bool IsReadOnly { get; } = json["readonly"]?.GetValue<bool>() ?? false;

    public bool IsDeprecated { get; } = json["deprecated"]?.GetValue<bool>() ?? false;
}
