using System.Runtime.CompilerServices;
using Brasa.Lambda.RuntimeApi;
using Microsoft.AspNetCore.Http.Features;

namespace Brasa.Server;

/// <summary>
/// Which thread serves a request. An invocation is served, and its answer written, by the thread that has read it from the socket: handing it to another
/// costs more than all else the server does for it. What may take longer goes to the thread pool, for as long as a thread serves one connection, others
/// wait for it.
/// </summary>
internal static class ServingThreads
{
    /// <summary>Bodies up to this many bytes are read and looked through without letting others go first.</summary>
    private const int SmallBody = 64 << 10;

    /// <summary>A connection that brings one request after the other lets others go first after so many.</summary>
    private const int MostInARow = 32;

    /// <summary>How much of it, where it comes from a sandbox: more than any runtime has reason to send.</summary>
    private const long MostDiscardedOfSandbox = 16L << 20;

    /// <summary>How long a body that nobody wants is read, so that its sender comes to read the answer.</summary>
    private static readonly TimeSpan DiscardTime = TimeSpan.FromSeconds(5);

    /// <summary>The connection served last by this thread, and how often since it was another.</summary>
    [ThreadStatic]
    private static (int Connection, int Count) served;

    /// <summary>Lets threads that wait for sockets do what is to be done when there is something; to be called before the first socket is made.</summary>
    /// <remarks>.NET knows no other setting for it than this variable.</remarks>
    public static void Prepare() => Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

    /// <summary>Serves a request on a thread that suits it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="isQuick">Whether it is of a kind that takes microseconds.</param>
    /// <param name="serve">Serves it.</param>
    public static Task ServeAsync(HttpContext http, bool isQuick, RequestDelegate serve)
    {
        if (http.Request.ContentLength > SmallBody || (http.Request.ContentLength is null && MayHaveBody(http))) return ServeLargeAsync(http, serve);
        return isQuick && !HasHadItsTurn(http) ? serve(http) : ServeOnPoolAsync(http, serve);
    }

    private static bool HasHadItsTurn(HttpContext http)
    {
        var connection = RuntimeHelpers.GetHashCode(http.Features); // Kestrel has one such object for each
        served = served.Connection == connection ? (connection, served.Count + 1) : (connection, 1);
        return served.Count % MostInARow == 0;
    }

    private static bool MayHaveBody(HttpContext http) => http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };

    private static async Task ServeOnPoolAsync(HttpContext http, RequestDelegate serve)
    {
        await Task.Yield();
        await serve(http);
    }

    private static async Task ServeLargeAsync(HttpContext http, RequestDelegate serve)
    {
        await Task.Yield();
        var body = new YieldingStream(http.Request.Body);
        http.Request.Body = body;
        await serve(http);
        if (!http.RequestAborted.IsCancellationRequested) await DiscardRestAsync(http, body);
    }

    /// <summary>Kestrel would do this too, but on the thread that reads the socket.</summary>
    private static async Task DiscardRestAsync(HttpContext http, YieldingStream body)
    {
        await http.Response.CompleteAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(DiscardTime);
        try
        {
            var buffer = new byte[SmallBody];
            var left = http.Features.Get<SandboxTraffic>() is null ? long.MaxValue : MostDiscardedOfSandbox;
            for (var read = -1; read != 0; left -= read)
            {
                if (left < 0) throw new IOException("More is sent than anybody wants.");
                read = await body.ReadAsync(buffer, limit.Token);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            http.Abort();
        }
    }

    /// <summary>A body whose reader lets others go first after each piece.</summary>
    private sealed class YieldingStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            await Task.Yield();
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
