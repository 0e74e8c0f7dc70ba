using System.Text.Json.Nodes;

namespace Brasa.Contracts.Tool.Models;

/// <summary>One shape of a model.</summary>
internal sealed class Shape(string name, JsonObject json)
{
    public string Name => name;

    /// <summary>Its C# type, where it has one of its own: <c>statusType</c> is <c>StatusType</c>.</summary>
    public string TypeName { get; } = char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>structure, list, map, string, integer, long, float, double, boolean, blob or timestamp.</summary>
    public string Type { get; } = json["type"]!.GetValue<string>();

    public bool IsStructure => Type == "structure";

    public bool IsEnum => Type == "string" && json.ContainsKey("enum");

    /// <summary>Whether C# holds it by reference.</summary>
    public bool IsReference => Type is "structure" or "list" or "map" || this is { Type: "string", IsEnum: false };

    public bool IsError => Flag("exception") || Error is not null;

    public bool IsEventStream => Flag("eventstream");

    public bool IsSensitive => Flag("sensitive");

    public bool IsStreaming => Flag("streaming");

    /// <summary>An enumeration whose unknown values are the operation's business; only patches say so.</summary>
    public bool IsOpen => Flag("open");

    /// <summary>The service is to blame, not the caller.</summary>
    public bool IsFault => Flag("fault");

    public IReadOnlyList<string> Values { get; } = Texts(json["enum"]);

    public string? Pattern { get; } = json["pattern"]?.GetValue<string>();

    public double? Min { get; } = json["min"]?.GetValue<double>();

    public double? Max { get; } = json["max"]?.GetValue<double>();

    public string? TimestampFormat { get; } = json["timestampFormat"]?.GetValue<string>();

    public IReadOnlyList<Member> Members { get; } = ReadMembers(json);

    /// <summary>A list's items.</summary>
    public string? Item { get; } = json["member"]?["shape"]?.GetValue<string>();

    /// <summary>A map's keys.</summary>
    public string? Key { get; } = json["key"]?["shape"]?.GetValue<string>();

    /// <summary>A map's values.</summary>
    public string? Value { get; } = json["value"]?["shape"]?.GetValue<string>();

    public int ErrorStatus => Error?["httpStatusCode"]?.GetValue<int>() ?? (IsFault ? 500 : 400);

    public string ErrorCode => Error?["code"]?.GetValue<string>() ?? name;

    /// <summary>The code of an error in the query protocol where it is another there; only patches say so.</summary>
    public string? QueryErrorCode { get; } = json["queryError"]?["code"]?.GetValue<string>();

    /// <summary>The status of an error in the query protocol where it is another there; only patches say so.</summary>
    public int? QueryErrorStatus { get; } = json["queryError"]?["httpStatusCode"]?.GetValue<int>();

    /// <summary>Whether items or entries stand in place of the list or map, in forms and in XML.</summary>
    public bool IsFlattened => Flag("flattened");

    /// <summary>The name of a list's items in forms and in XML, or of a map's keys and values; <c>null</c> for the usual.</summary>
    /// <param name="part"><c>member</c>, <c>key</c> or <c>value</c>.</param>
    public string? XmlNameOf(string part) => json[part]?["locationName"]?.GetValue<string>();

    private JsonNode? Error => json["error"];

    /// <summary>Names of the shapes it is made of.</summary>
    public IEnumerable<string> References =>
        Members.Select(member => member.Shape).Concat(new[] { Item, Key, Value }.OfType<string>());

    private bool Flag(string flag) => json[flag]?.GetValue<bool>() ?? false;

    private static string[] Texts(JsonNode? array) => array is null ? [] : [.. array.AsArray().Select(item => item!.GetValue<string>())];

    private static Member[] ReadMembers(JsonObject json)
    {
        if (json["members"] is not JsonObject members)
            return [];
        var required = Texts(json["required"]);
        var payload = json["payload"]?.GetValue<string>();
        return [.. members.Select(entry => new Member(
            entry.Key, entry.Value!.AsObject(), required.Contains(entry.Key), entry.Key == payload || IsEventPayload(entry.Value!)))];
    }

    /// <summary>Whether a member is the whole of an event, as bytes.</summary>
    private static bool IsEventPayload(JsonNode member) => member["eventpayload"]?.GetValue<bool>() ?? false;
}

/// <summary>One member of a structure.</summary>
internal sealed class Member(string name, JsonObject json, bool isRequired, bool isPayload)
{
    public string Name => name;

    public string Shape { get; } = json["shape"]!.GetValue<string>();

    /// <summary>uri, querystring, header, headers, statusCode, or <c>null</c> for the body.</summary>
    public string? Location { get; } = json["location"]?.GetValue<string>();

    public string WireName { get; } = json["locationName"]?.GetValue<string>() ?? name;

    /// <summary>The name in forms and in XML where it is not <see cref="WireName"/>; only patches say so.</summary>
    public string? XmlName { get; } = json["xmlName"]?.GetValue<string>();

    public bool IsRequired => isRequired;

    public bool IsPayload => isPayload;
}
