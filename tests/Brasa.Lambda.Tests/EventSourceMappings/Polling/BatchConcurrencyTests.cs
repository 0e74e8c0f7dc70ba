using Brasa.Lambda.EventSourceMappings.Polling;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Lambda.Tests.EventSourceMappings.Polling;

public sealed class BatchConcurrencyTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_run_at_first_and_one_more_after_each_fifth_of_a_second_of_backlog()
    {
        var concurrency = new BatchConcurrency(BatchConcurrency.Most, clock);
        for (var i = 0; i < 5; i++) await concurrency.EnterAsync(Ct);

        var sixth = concurrency.EnterAsync(Ct);
        Assert.False(sixth.IsCompleted);
        clock.Advance(Step);
        await sixth;

        Assert.Equal((6, 6), (concurrency.Allowed, concurrency.Running));
    }

    [Fact]
    public async Task A_place_that_comes_free_is_taken_at_once()
    {
        var concurrency = new BatchConcurrency(2, clock);
        await concurrency.EnterAsync(Ct);
        await concurrency.EnterAsync(Ct);

        var third = concurrency.EnterAsync(Ct);
        concurrency.Leave();
        await third;

        Assert.Equal((2, 2), (concurrency.Allowed, concurrency.Running));
    }

    [Fact]
    public async Task There_are_never_more_than_the_mapping_allows()
    {
        var concurrency = new BatchConcurrency(2, clock);
        await concurrency.EnterAsync(Ct);
        await concurrency.EnterAsync(Ct);

        clock.Advance(TimeSpan.FromMinutes(1));
        var third = concurrency.EnterAsync(Ct);

        Assert.False(third.IsCompleted);
        Assert.Equal(2, concurrency.Allowed);
        concurrency.Leave();
        await third;
    }

    [Fact]
    public async Task Failures_halve_it_once_in_a_step_and_leave_one()
    {
        var concurrency = new BatchConcurrency(BatchConcurrency.Most, clock);
        await concurrency.EnterAsync(Ct);

        for (var i = 0; i < 3; i++)
        {
            clock.Advance(Step);
            concurrency.BackOff();
            concurrency.BackOff();
        }

        Assert.Equal(1, concurrency.Allowed);
    }

    [Fact]
    public async Task Who_waits_can_be_called_off()
    {
        using var cancelled = new CancellationTokenSource();
        var concurrency = new BatchConcurrency(2, clock);
        await concurrency.EnterAsync(Ct);
        await concurrency.EnterAsync(Ct);

        var third = concurrency.EnterAsync(cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
    }
}
