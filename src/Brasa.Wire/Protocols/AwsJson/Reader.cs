using System.Text.Json;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Protocols.AwsJson;

/// <summary>Reads requests: the body is all there is; an empty one is an empty document.</summary>
internal static class Reader
{
    public static async ValueTask<T> ReadAsync<T>(StructureSchema<T> schema, WireRequest request, CancellationToken ct)
        where T : class
    {
        var body = await RequestBody.ReadAsync(request, ct);
        try
        {
            return body.Length == 0 ? schema.Create() : Read(schema, body);
        }
        catch (JsonException malformed)
        {
            throw request.Operation.Service.MalformedBody(malformed.Message);
        }
    }

    private static T Read<T>(StructureSchema<T> schema, byte[] body)
        where T : class
    {
        var json = new JsonShapeReader(body);
        var value = schema.Read(ref json);
        json.End();
        return value;
    }
}
