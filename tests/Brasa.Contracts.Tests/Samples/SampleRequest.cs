using System.Text;
using System.Text.Json.Nodes;
using Brasa.Contracts.Tests.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Brasa.Contracts.Tests.Samples;

/// <summary>Sends members as a restJson1 client does, written apart from the code under test.</summary>
internal static class SampleRequest
{
    public static DefaultHttpContext Make(ModelledOperation operation, JsonObject members)
    {
        var http = new DefaultHttpContext();
        var uri = operation.UriTemplate;
        var query = new List<string>();
        var document = new JsonObject();
        byte[]? payload = null;
        foreach (var member in operation.Input.Members)
        {
            if (members[member.Name] is not { } value)
                continue;
            if (member.IsPayload)
                payload = value is JsonObject ? Encoding.UTF8.GetBytes(value.ToJsonString()) : Convert.FromBase64String(value.GetValue<string>());
            else if (member.Location == "uri")
                uri = uri.Replace($"{{{member.WireName}}}", Uri.EscapeDataString(value.ToString()), StringComparison.Ordinal);
            else if (member.Location == "querystring")
                query.AddRange(Items(value, member.Shape).Select(item => $"{member.WireName}={Uri.EscapeDataString(item)}"));
            else if (member.Location == "header")
                http.Request.Headers[member.WireName] = value.ToString();
            else
                document[member.WireName] = value.DeepClone();
        }
        if (query.Count > 0)
            uri += (uri.Contains('?') ? "&" : "?") + string.Join('&', query);

        var body = payload ?? (document.Count > 0 ? Encoding.UTF8.GetBytes(document.ToJsonString()) : []);
        http.Request.Method = operation.Method;
        http.Request.Body = new MemoryStream(body);
        http.Request.ContentLength = body.Length;
        http.Response.Body = new MemoryStream();
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = uri;
        return http;
    }

    /// <summary>Whether HTTP can carry these members and leave them what they are.</summary>
    public static bool CanCarry(ModelledOperation operation, JsonObject members) =>
        operation.Input.Members.All(member => members[member.Name] is { } value ? CanCarry(member, value) : member.Location != "uri");

    /// <summary>Whether a value is still itself after HTTP: labels, payloads and lists in a query may not be empty, nor headers any text.</summary>
    public static bool CanCarry(ShapeMember member, JsonNode value) => member switch
    {
        { IsPayload: true, Shape.Type: "blob" } or { Location: "uri" } => value.ToString().Length > 0,
        { Location: "querystring" } => value is not JsonArray { Count: 0 },
        { Location: "header" } => value.ToString() is { Length: > 0 } text && text.Trim() == text && text.All(c => c is >= ' ' and <= '~'),
        _ => true,
    };

    private static IEnumerable<string> Items(JsonNode value, Shape shape) => value switch
    {
        JsonArray array => array.Select(item => item!.ToString()),
        _ when shape.Type == "timestamp" =>
            [$"{DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(value.GetValue<double>() * 1000)):yyyy-MM-ddTHH:mm:ss.fffZ}"],
        _ => [value.ToString()],
    };
}
