using Microsoft.AspNetCore.Http;

namespace Brasa.Lambda.RuntimeApi;

/// <summary>Reads what a runtime posts, up to a bound.</summary>
internal static class RuntimeApiBody
{
    private const int FirstChunk = 4096;

    /// <summary>The whole body, or <c>null</c> where it is larger than <paramref name="limit"/> bytes; the rest is then left to the connection.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int limit)
    {
        if (request.ContentLength > limit) return null;

        var body = new byte[request.ContentLength ?? FirstChunk];
        var length = 0;
        while (true)
        {
            if (length == body.Length)
            {
                if (length == request.ContentLength) return body;
                if (length > limit) return null;
                Array.Resize(ref body, Math.Min(length * 2, limit + 1));
            }

            var read = await request.Body.ReadAsync(body.AsMemory(length));
            if (read == 0) return length > limit ? null : body.AsMemory(0, length);
            length += read;
        }
    }
}
