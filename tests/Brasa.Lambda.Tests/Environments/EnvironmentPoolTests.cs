using Brasa.Contracts.Lambda;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Sandbox;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Lambda.Tests.Environments;

public sealed class EnvironmentPoolTests : IAsyncDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly FakeLauncher launcher;
    private readonly EnvironmentPool pool;

    public EnvironmentPoolTests()
    {
        launcher = new FakeLauncher(clock);
        pool = new EnvironmentPool(Sample.Function(), launcher, clock);
    }

    [Fact]
    public async Task An_event_with_no_idle_environment_starts_one()
    {
        var waiting = pool.AcquireAsync();
        Assert.False(waiting.IsCompleted);

        _ = launcher.Started[0].Runtime.NextAsync();

        Assert.Same(launcher.Started[0], await waiting);
        Assert.Equal(EnvironmentState.Busy, launcher.Started[0].State);
    }

    [Fact]
    public async Task An_idle_environment_is_used_again()
    {
        var environment = await AcquireStartedAsync(0);
        await ServeAsync(environment);

        var again = pool.AcquireAsync();

        Assert.True(again.IsCompleted);
        Assert.Same(environment, await again);
        Assert.Single(launcher.Started);
    }

    [Fact]
    public async Task An_environment_that_has_lived_long_enough_is_not_used_again()
    {
        var environment = await AcquireStartedAsync(0);
        clock.Advance(FunctionPhases.Life + TimeSpan.FromSeconds(1));
        await ServeAsync(environment);

        Assert.Equal(EnvironmentState.Gone, environment.State);
        Assert.NotSame(environment, await AcquireStartedAsync(1));
    }

    [Fact]
    public async Task Events_at_the_same_time_get_environments_of_their_own()
    {
        var first = pool.AcquireAsync();
        var second = pool.AcquireAsync();
        Assert.Equal(2, launcher.Started.Count);

        _ = launcher.Started[1].Runtime.NextAsync();
        _ = launcher.Started[0].Runtime.NextAsync();

        // Whichever is ready first serves whoever waited longest.
        Assert.Same(launcher.Started[1], await first);
        Assert.Same(launcher.Started[0], await second);
    }

    [Fact]
    public async Task A_waiting_event_takes_what_becomes_idle_before_the_start_is_done()
    {
        var environment = await AcquireStartedAsync(0);
        var waiting = pool.AcquireAsync();

        await ServeAsync(environment);

        Assert.Same(environment, await waiting);
    }

    [Fact]
    public async Task An_environment_that_failed_to_load_takes_the_event_that_waited_longest_and_tries_again()
    {
        var first = pool.AcquireAsync();
        var second = pool.AcquireAsync();

        launcher.Started[1].Runtime.TryFailToLoad(new InvocationOutcome.FunctionError("{}"u8.ToArray(), "Runtime.ImportModuleError"));

        Assert.Same(launcher.Started[1], await first);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task An_environment_that_must_load_again_comes_after_those_that_have_loaded()
    {
        var reset = await AcquireStartedAsync(0);
        var idle = await AcquireStartedAsync(1);
        await ServeAsync(idle);
        var outcome = reset.InvokeAsync(Sample.Event());
        launcher.Slots[0].Sandbox.Exit(new SandboxExit(1, null, OutOfMemory: false));
        await outcome;
        Assert.Equal(EnvironmentState.Reset, reset.State);

        Assert.Same(idle, await pool.AcquireAsync());
        Assert.Same(reset, await pool.AcquireAsync());
    }

    [Fact]
    public async Task A_host_that_cannot_make_a_sandbox_fails_the_event()
    {
        launcher.Failure = new SandboxException("no crun");

        await Assert.ThrowsAsync<SandboxException>(async () => await pool.AcquireAsync());
    }

    [Fact]
    public async Task An_event_whose_environment_is_ended_while_loading_is_told_so()
    {
        var waiting = pool.AcquireAsync();

        await pool.DisposeAsync();

        await Assert.ThrowsAsync<SandboxException>(async () => await waiting);
        await pool.Drained;
    }

    [Fact]
    public async Task An_environment_whose_process_died_is_not_handed_out()
    {
        var environment = await AcquireStartedAsync(0);
        await ServeAsync(environment);
        await environment.DisposeAsync();

        var next = pool.AcquireAsync();

        Assert.Equal(2, launcher.Started.Count);
        _ = launcher.Started[1].Runtime.NextAsync();
        Assert.Same(launcher.Started[1], await next);
    }

    [Fact]
    public async Task Retiring_ends_idle_environments_and_lets_busy_ones_finish()
    {
        var busy = await AcquireStartedAsync(0);
        var idle = await AcquireStartedAsync(1);
        await ServeAsync(idle);

        pool.Retire();
        await idle.DisposeAsync();
        Assert.False(pool.Drained.IsCompleted);
        Assert.Equal(EnvironmentState.Busy, busy.State);

        await ServeAsync(busy);
        await pool.Drained;
        Assert.Equal(EnvironmentState.Gone, busy.State);
    }

    [Fact]
    public async Task A_start_that_had_to_wait_is_given_up_once_nobody_needs_it()
    {
        var environment = await AcquireStartedAsync(0);
        var turn = new TaskCompletionSource();
        launcher.Turn = turn.Task;
        var waiting = pool.AcquireAsync();
        await ServeAsync(environment);
        Assert.Same(environment, await waiting);

        turn.SetResult();

        Assert.Single(launcher.Started);
        await pool.DisposeAsync();
        await pool.Drained;
    }

    [Fact]
    public async Task A_function_scales_up_by_a_thousand_in_ten_seconds()
    {
        AcquireMany(1_000);

        var refused = await Assert.ThrowsAsync<TooManyRequestsException>(async () => await pool.AcquireAsync());
        Assert.Equal(ThrottleReason.FunctionInvocationRateLimitExceeded, refused.Reason);

        clock.Advance(TimeSpan.FromSeconds(1));
        AcquireMany(100);
        await Assert.ThrowsAsync<TooManyRequestsException>(async () => await pool.AcquireAsync());
        Assert.Equal(1_100, launcher.Started.Count);
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private void AcquireMany(int count)
    {
        for (var n = 0; n < count; n++) _ = pool.AcquireAsync().AsTask();
    }

    private ValueTask<ExecutionEnvironment> AcquireStartedAsync(int index)
    {
        var waiting = pool.AcquireAsync();
        _ = launcher.Started[index].Runtime.NextAsync();
        return waiting;
    }

    private static async Task ServeAsync(ExecutionEnvironment environment)
    {
        var invocation = Sample.Event();
        var outcome = environment.InvokeAsync(invocation);
        environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer());
        await outcome;
        _ = environment.Runtime.NextAsync();
    }
}
