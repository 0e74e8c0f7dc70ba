using System.Text;
using System.Text.Json.Nodes;
using Brasa.Wire.Operations;
using Brasa.Wire.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Brasa.Contracts.Tests.Samples;

/// <summary>Sends members as a restJson1 client does, written apart from the code under test.</summary>
public static class SampleRequest
{
    public static DefaultHttpContext Make(OperationDescriptor operation, JsonObject members)
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
            else if (member.Location == MemberLocation.Uri)
                uri = uri.Replace($"{{{member.WireName}}}", Uri.EscapeDataString(value.ToString()), StringComparison.Ordinal);
            else if (member.Location == MemberLocation.Query)
                query.AddRange(Items(value, member).Select(item => $"{member.WireName}={Uri.EscapeDataString(item)}"));
            else if (member.Location == MemberLocation.Header)
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

    private static IEnumerable<string> Items(JsonNode value, MemberSchema member) => value switch
    {
        JsonArray array => array.Select(item => item!.ToString()),
        _ when SampleValues.SchemaOf(member) is TimestampSchema => ["2018-01-09T20:51:21.5Z"],
        _ => [value.ToString()],
    };
}
