using System.Text;
using System.Text.Json;
using Brasa.Wire.Schemas;
using Microsoft.AspNetCore.WebUtilities;

namespace Brasa.Wire.Protocols.RestJson;

/// <summary>Reads requests: labels, query, headers and body.</summary>
internal static class Reader
{
    public static async ValueTask<T> ReadAsync<T>(StructureSchema<T> schema, WireRequest request, CancellationToken ct)
        where T : class
    {
        var value = schema.Create();
        foreach (var member in schema.BoundMembers)
            ReadBound(value, member, request);

        if (schema.Payload is null && schema.BodyMembers.IsEmpty)
            return value;
        var body = await RequestBody.ReadAsync(request, ct);
        if (body.Length == 0)
            return value;
        try
        {
            ReadBody(schema, value, body);
        }
        catch (JsonException malformed)
        {
            throw request.Operation.Service.MalformedBody(malformed.Message);
        }
        return value;
    }

    private static void ReadBody<T>(StructureSchema<T> schema, T value, byte[] body)
        where T : class
    {
        if (schema.Payload is ValueMember<T, ReadOnlyMemory<byte>> blob)
        {
            blob.Set(value, body);
            return;
        }
        if (schema.Payload is ReferenceMember<T, string> text)
        {
            var textReader = new TextShapeReader(Encoding.UTF8.GetString(body), TimestampFormat.DateTime);
            text.Read(value, ref textReader);
            return;
        }
        var json = new JsonShapeReader(body);
        if (schema.Payload is { } document)
            document.Read(value, ref json);
        else
            schema.ReadInto(value, ref json);
        json.End();
    }

    private static void ReadBound<T>(T value, MemberSchema<T> member, WireRequest request)
        where T : class
    {
        switch (member.Location)
        {
            case MemberLocation.Uri when request.Labels[member.WireName] is { } label:
                ReadText(value, member, label, TimestampFormat.DateTime);
                break;
            case MemberLocation.Query when !request.Target.Query.IsEmpty:
                ReadQuery(value, member, request.Target.Query);
                break;
            case MemberLocation.Header when request.Http.Request.Headers.TryGetValue(member.WireName, out var header):
                ReadText(value, member, header.ToString(), TimestampFormat.HttpDate);
                break;
            case MemberLocation.PrefixHeaders:
                ReadPrefixHeaders(value, member, request);
                break;
        }
    }

    private static void ReadText<T>(T value, MemberSchema<T> member, string text, TimestampFormat timestamps)
        where T : class
    {
        var reader = new TextShapeReader(text, timestamps);
        member.Read(value, ref reader);
    }

    private static void ReadQuery<T>(T value, MemberSchema<T> member, ReadOnlyMemory<char> query)
        where T : class
    {
        List<KeyValuePair<string, string>>? found = null;
        foreach (var parameter in new QueryStringEnumerable(query))
        {
            if (parameter.DecodeName().Span.SequenceEqual(member.WireName))
                (found ??= []).Add(new(member.WireName, parameter.DecodeValue().ToString()));
        }
        if (found is not null)
            ReadEntries(value, member, found, TimestampFormat.DateTime);
    }

    private static void ReadPrefixHeaders<T>(T value, MemberSchema<T> member, WireRequest request)
        where T : class
    {
        List<KeyValuePair<string, string>>? found = null;
        foreach (var (name, text) in request.Http.Request.Headers)
        {
            if (name.StartsWith(member.WireName, StringComparison.OrdinalIgnoreCase))
                (found ??= []).Add(new(name[member.WireName.Length..], text.ToString()));
        }
        if (found is not null)
            ReadEntries(value, member, found, TimestampFormat.HttpDate);
    }

    private static void ReadEntries<T>(
        T value, MemberSchema<T> member, List<KeyValuePair<string, string>> entries, TimestampFormat timestamps)
        where T : class
    {
        var reader = new TextShapeReader(entries, timestamps);
        member.Read(value, ref reader);
    }
}
