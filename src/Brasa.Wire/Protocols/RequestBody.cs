using System.Buffers;
using Brasa.Wire.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Brasa.Wire.Protocols;

/// <summary>Reads a request's body into one array, never more of it than its operation accepts.</summary>
internal static class RequestBody
{
    /// <summary>Refuses a body that is declared to be too long, before anything else is done about its request.</summary>
    public static void CheckLength(HttpRequest request, BoundOperation operation)
    {
        // The operation's limit stands in for the server's, which knows no operations.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = null;
        if (request.ContentLength > operation.BodyLimit)
            throw operation.BodyTooLarge();
    }

    public static ValueTask<byte[]> ReadAsync(WireRequest request, CancellationToken ct) => request.Http.Request.ContentLength switch
    {
        0 => ValueTask.FromResult<byte[]>([]),
        { } length => ReadExactlyAsync(request.Http.Request.Body, (int)length, ct),
        null => ReadToEndAsync(request, ct),
    };

    private static async ValueTask<byte[]> ReadExactlyAsync(Stream body, int length, CancellationToken ct)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        await body.ReadExactlyAsync(bytes, ct);
        return bytes;
    }

    private static async ValueTask<byte[]> ReadToEndAsync(WireRequest request, CancellationToken ct)
    {
        var reader = request.Http.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(ct);
            if (result.Buffer.Length > request.Operation.BodyLimit)
                throw request.Operation.BodyTooLarge();
            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return bytes;
            }
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
