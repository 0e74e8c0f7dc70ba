namespace Brasa.Server;

/// <summary>Counts the requests being served, so that the server can end when the last of them has.</summary>
internal sealed class Drain
{
    private const int Ended = int.MinValue / 2;

    private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int serving;

    /// <summary>Serves a request, or refuses it where the server is ending.</summary>
    public Task ServeAsync(HttpContext http, RequestDelegate serve)
    {
        if (Interlocked.Increment(ref serving) > 0) return CountAsync(http, serve);

        Leave();
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    /// <summary>Lets no request in any more and waits for those inside, but no longer than <paramref name="limit"/>.</summary>
    public async Task EndAsync(TimeSpan limit)
    {
        if (Interlocked.Add(ref serving, Ended) == Ended) return;
        await Task.WhenAny(empty.Task, Task.Delay(limit));
    }

    private async Task CountAsync(HttpContext http, RequestDelegate serve)
    {
        try
        {
            await serve(http);
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref serving) == Ended) empty.TrySetResult();
    }
}
