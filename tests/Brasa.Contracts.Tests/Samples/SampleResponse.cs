using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Brasa.Contracts.Tests.Models;
using Microsoft.AspNetCore.Http;

namespace Brasa.Contracts.Tests.Samples;

/// <summary>Reads a restJson1 response as a client does, written apart from the code under test.</summary>
internal static class SampleResponse
{
    public static byte[] Body(HttpResponse response) => ((MemoryStream)response.Body).ToArray();

    public static string Text(HttpResponse response) => Encoding.UTF8.GetString(Body(response));

    /// <summary>The members of a success.</summary>
    public static JsonObject Read(Shape output, HttpResponse response)
    {
        var body = Body(response);
        var hasDocument = response.StatusCode != StatusCodes.Status204NoContent && !output.Members.Any(member => member.IsPayload);
        var document = hasDocument ? JsonNode.Parse(body)!.AsObject() : [];
        var members = new JsonObject();
        foreach (var member in output.Members)
        {
            if (ReadMember(member, response, body, document) is { } value)
                members[member.Name] = value;
        }
        Assert.True(document.Count == 0, $"What is no member was sent: {document.ToJsonString()}");
        return members;
    }

    private static JsonNode? ReadMember(ShapeMember member, HttpResponse response, byte[] body, JsonObject document)
    {
        if (member.IsPayload)
            return body.Length == 0 ? null : Convert.ToBase64String(body);
        if (member.Location == "statusCode")
            return response.StatusCode;
        if (member.Location == "header")
            return response.Headers.TryGetValue(member.WireName, out var header) ? Parse(member.Shape, header.ToString()) : null;
        var value = document[member.WireName];
        document.Remove(member.WireName);
        return value;
    }

    private static JsonNode Parse(Shape shape, string text) => shape.Type switch
    {
        "string" => text,
        "integer" => int.Parse(text, CultureInfo.InvariantCulture),
        var other => throw new NotSupportedException($"No {other} is read from a header."),
    };
}
