using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Brasa.Lambda.RuntimeApi;

/// <summary>
/// Bounds what one socket in a sandbox can make the server hold: request bodies of at most <see cref="Capacity"/> bytes at once, over all its connections.
/// Further requests wait until others are done, which costs nobody but the sandbox.
/// </summary>
public sealed class SandboxTraffic
{
    /// <summary>Ten times the largest payload of an invocation.</summary>
    private const long Capacity = 64L << 20;

    /// <summary>Who does not read an answer of 6 MB makes the server hold it, on every connection: it is closed then.</summary>
    private static readonly MinDataRate LeastReading = new(bytesPerSecond: 64 << 10, gracePeriod: TimeSpan.FromSeconds(5));

    private readonly Lock gate = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Turn)> waiting = new();
    private long free = Capacity;

    /// <summary>Serves a request; one from a sandbox when its body fits in.</summary>
    public static Task ServeAsync(HttpContext http, RequestDelegate serve)
    {
        if (http.Features.Get<SandboxTraffic>() is not { } traffic) return serve(http);
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } response) response.MinDataRate = LeastReading;
        return BytesOf(http) is > 0 and var bytes ? traffic.ServeAsync(http, bytes, serve) : serve(http);
    }

    private async Task ServeAsync(HttpContext http, long bytes, RequestDelegate serve)
    {
        var turn = EnterAsync(bytes);
        try
        {
            await turn.WaitAsync(http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            _ = turn.ContinueWith(_ => Leave(bytes), TaskScheduler.Default);
            return;
        }

        try
        {
            await serve(http);
        }
        finally
        {
            Leave(bytes);
        }
    }

    /// <summary>What is announced, or everything where the length is not said or more than fits: such requests come one by one.</summary>
    private static long BytesOf(HttpContext http) =>
        http.Request.ContentLength is { } length ? Math.Min(length, Capacity)
        : http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } ? 0
        : Capacity;

    private Task EnterAsync(long bytes)
    {
        lock (gate)
        {
            if (waiting.Count == 0 && bytes <= free)
            {
                free -= bytes;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue((bytes, turn));
            return turn.Task;
        }
    }

    private void Leave(long bytes)
    {
        lock (gate)
        {
            free += bytes;
            while (waiting.TryPeek(out var next) && next.Bytes <= free)
            {
                waiting.Dequeue();
                free -= next.Bytes;
                next.Turn.SetResult();
            }
        }
    }
}
