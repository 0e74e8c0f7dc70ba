using System.Buffers;
using System.IO.Pipelines;
using Brasa.Core.Errors;
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

    /// <summary>The body of a request whose length has been checked.</summary>
    public static ValueTask<byte[]> ReadAsync(WireRequest request, CancellationToken ct) => request.Body is { } read
        ? ValueTask.FromResult(read)
        : ReadAsync(request.Http.Request, request.Operation.BodyLimit, request.Operation.BodyTooLarge, ct);

    /// <summary>The body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <param name="tooLarge">The error for one that has more.</param>
    /// <param name="ct">Ends the reading.</param>
    public static ValueTask<byte[]> ReadAsync(HttpRequest request, int limit, Func<AwsException> tooLarge, CancellationToken ct) => request.ContentLength switch
    {
        0 => ValueTask.FromResult<byte[]>([]),
        { } length => length > limit ? throw tooLarge() : ReadExactlyAsync(request.Body, (int)length, ct),
        null => ReadToEndAsync(request.BodyReader, limit, tooLarge, ct),
    };

    private static async ValueTask<byte[]> ReadExactlyAsync(Stream body, int length, CancellationToken ct)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        await body.ReadExactlyAsync(bytes, ct);
        return bytes;
    }

    private static async ValueTask<byte[]> ReadToEndAsync(PipeReader reader, int limit, Func<AwsException> tooLarge, CancellationToken ct)
    {
        while (true)
        {
            var result = await reader.ReadAsync(ct);
            if (result.Buffer.Length > limit)
                throw tooLarge();
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
