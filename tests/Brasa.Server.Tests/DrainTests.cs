using Microsoft.AspNetCore.Http;

namespace Brasa.Server.Tests;

public sealed class DrainTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly Drain drain = new();

    [Fact]
    public async Task With_nothing_to_serve_the_end_comes_at_once() => await drain.EndAsync(Long).WaitAsync(Long, TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_end_waits_for_requests_that_have_begun()
    {
        var release = new TaskCompletionSource();
        var serving = drain.ServeAsync(new DefaultHttpContext(), _ => release.Task);

        var ending = drain.EndAsync(Long);
        Assert.False(ending.IsCompleted);

        release.SetResult();
        await ending;
        await serving;
    }

    [Fact]
    public async Task A_request_that_comes_during_the_end_is_refused()
    {
        var release = new TaskCompletionSource();
        var serving = drain.ServeAsync(new DefaultHttpContext(), _ => release.Task);
        var ending = drain.EndAsync(Long);
        var late = new DefaultHttpContext();

        await drain.ServeAsync(late, _ => throw new InvalidOperationException("It was served."));

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, late.Response.StatusCode);
        Assert.False(ending.IsCompleted);
        release.SetResult();
        await ending;
        await serving;
    }

    [Fact]
    public async Task A_request_that_fails_is_not_waited_for()
    {
        await Assert.ThrowsAsync<IOException>(() => drain.ServeAsync(new DefaultHttpContext(), _ => throw new IOException()));

        await drain.EndAsync(Long).WaitAsync(Long, TestContext.Current.CancellationToken);
    }
}
