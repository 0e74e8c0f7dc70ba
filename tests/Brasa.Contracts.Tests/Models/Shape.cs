using System.Text.Json.Nodes;

namespace Brasa.Contracts.Tests.Models;

/// <summary>One shape of the model.</summary>
internal sealed class Shape(string name, JsonObject json, Func<string, Shape> shapes)
{
    public string Name => name;

    /// <summary>structure, list, map, string, integer, long, double, boolean, blob or timestamp.</summary>
    public string Type { get; } = json["type"]!.GetValue<string>();

    public decimal? Min { get; } = json["min"]?.GetValue<decimal>();

    public decimal? Max { get; } = json["max"]?.GetValue<decimal>();

    public string? Pattern { get; } = json["pattern"]?.GetValue<string>();

    /// <summary>The texts of an enumeration.</summary>
    public IReadOnlyList<string>? Texts { get; } = (json["enum"] as JsonArray)?.Select(text => text!.GetValue<string>()).ToList();

    /// <summary>The only texts that pass; <c>null</c> for an enumeration that the patch leaves to the operations.</summary>
    public IReadOnlyList<string>? Allowed => json.ContainsKey("open") ? null : Texts;

    public bool IsSensitive { get; } = json["sensitive"]?.GetValue<bool>() ?? false;

    public bool IsEventStream { get; } = json["eventstream"]?.GetValue<bool>() ?? false;

    public bool IsNumber => Type is "integer" or "long" or "double";

    /// <summary>Whether <see cref="Min"/> and <see cref="Max"/> bound a length.</summary>
    public bool HasLength => Type is "string" or "blob" or "list" or "map";

    /// <summary>A structure's members, in the model's order.</summary>
    public IReadOnlyList<ShapeMember> Members => field ??= ReadMembers();

    /// <summary>The shape of a list's items.</summary>
    public Shape Item => At("member");

    /// <summary>The shape of a map's keys.</summary>
    public Shape Key => At("key");

    /// <summary>The shape of a map's values.</summary>
    public Shape Value => At("value");

    public override string ToString() => Name;

    private Shape At(string part) => shapes(json[part]!["shape"]!.GetValue<string>());

    private List<ShapeMember> ReadMembers()
    {
        var required = (json["required"] as JsonArray)?.Select(member => member!.GetValue<string>()).ToList() ?? [];
        var payload = json["payload"]?.GetValue<string>();
        return [.. json["members"]!.AsObject().Select(entry => new ShapeMember(entry.Key, shapes(entry.Value!["shape"]!.GetValue<string>()))
        {
            WireName = entry.Value["locationName"]?.GetValue<string>() ?? entry.Key,
            Location = entry.Value["location"]?.GetValue<string>(),
            IsRequired = required.Contains(entry.Key),
            IsPayload = entry.Key == payload,
        })];
    }
}

/// <summary>One member of a structure.</summary>
internal sealed record ShapeMember(string Name, Shape Shape)
{
    public required string WireName { get; init; }

    /// <summary>uri, querystring, header or statusCode; <c>null</c> for the body.</summary>
    public required string? Location { get; init; }

    public required bool IsRequired { get; init; }

    public required bool IsPayload { get; init; }

    /// <summary>The name in validation messages.</summary>
    public string PathName => char.ToLowerInvariant(Name[0]) + Name[1..];
}
