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
    private readonly Launcher launcher;
    private readonly EnvironmentPool pool;

    public EnvironmentPoolTests()
    {
        launcher = new Launcher(clock);
        pool = new EnvironmentPool(Sample.Function(), launcher);
    }

    [Fact]
    public async Task An_event_with_no_idle_environment_starts_one()
    {
        var waiting = pool.AcquireAsync();
        Assert.False(waiting.IsCompleted);

        _ = launcher.Started[0].NextAsync();

        Assert.Same(launcher.Started[0], (await waiting).Environment);
        Assert.Equal(EnvironmentState.Busy, launcher.Started[0].State);
    }

    [Fact]
    public async Task An_idle_environment_is_used_again()
    {
        var environment = (await AcquireStartedAsync(0)).Environment;
        await ServeAsync(environment);

        var again = pool.AcquireAsync();

        Assert.True(again.IsCompleted);
        Assert.Same(environment, (await again).Environment);
        Assert.Single(launcher.Started);
    }

    [Fact]
    public async Task Events_at_the_same_time_get_environments_of_their_own()
    {
        var first = pool.AcquireAsync();
        var second = pool.AcquireAsync();
        Assert.Equal(2, launcher.Started.Count);

        _ = launcher.Started[1].NextAsync();
        _ = launcher.Started[0].NextAsync();

        // Whichever is ready first serves whoever waited longest.
        Assert.Same(launcher.Started[1], (await first).Environment);
        Assert.Same(launcher.Started[0], (await second).Environment);
    }

    [Fact]
    public async Task A_waiting_event_takes_what_becomes_idle_before_the_start_is_done()
    {
        var environment = (await AcquireStartedAsync(0)).Environment;
        var waiting = pool.AcquireAsync();

        await ServeAsync(environment);

        Assert.Same(environment, (await waiting).Environment);
    }

    [Fact]
    public async Task A_failure_to_load_goes_to_the_event_that_waited_longest()
    {
        var first = pool.AcquireAsync();
        var second = pool.AcquireAsync();
        var failure = new InvocationOutcome.FunctionError("{}"u8.ToArray(), "Runtime.ImportModuleError");

        launcher.Started[1].TryFailToLoad(failure);

        Assert.Same(failure, (await first).Failure);
        Assert.False(second.IsCompleted);
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

        Assert.IsType<InvocationOutcome.Exited>((await waiting).Failure);
        await pool.Drained;
    }

    [Fact]
    public async Task An_environment_whose_process_died_is_not_handed_out()
    {
        var environment = (await AcquireStartedAsync(0)).Environment;
        await ServeAsync(environment);
        await environment.DisposeAsync();

        var next = pool.AcquireAsync();

        Assert.Equal(2, launcher.Started.Count);
        _ = launcher.Started[1].NextAsync();
        Assert.Same(launcher.Started[1], (await next).Environment);
    }

    [Fact]
    public async Task Retiring_ends_idle_environments_and_lets_busy_ones_finish()
    {
        var busy = (await AcquireStartedAsync(0)).Environment;
        var idle = (await AcquireStartedAsync(1)).Environment;
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
    public async Task Those_long_idle_are_reaped_and_the_others_stay()
    {
        var old = (await AcquireStartedAsync(0)).Environment;
        var young = (await AcquireStartedAsync(1)).Environment;
        await ServeAsync(old);
        clock.Advance(TimeSpan.FromMinutes(5));
        var since = clock.GetTimestamp();
        await ServeAsync(young);

        pool.Reap(since);

        await old.DisposeAsync();
        Assert.Equal(EnvironmentState.Gone, old.State);
        Assert.Equal(EnvironmentState.Idle, young.State);
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private ValueTask<EnvironmentPool.Grant> AcquireStartedAsync(int index)
    {
        var waiting = pool.AcquireAsync();
        _ = launcher.Started[index].NextAsync();
        return waiting;
    }

    private static async Task ServeAsync(ExecutionEnvironment environment)
    {
        var invocation = Sample.Event();
        var outcome = environment.InvokeAsync(invocation);
        environment.TryAnswer(invocation.RequestId, Sample.Answer());
        await outcome;
        _ = environment.NextAsync();
    }

    private sealed class Launcher(TimeProvider clock) : IEnvironmentLauncher
    {
        public List<ExecutionEnvironment> Started { get; } = [];

        public SandboxException? Failure { get; set; }

        public ExecutionEnvironment Create(FunctionVersion function, IEnvironmentObserver observer) =>
            new(function, new EnvironmentLog(new FakeLogStream(), "stream", clock), observer, clock);

        public async Task StartAsync(ExecutionEnvironment environment)
        {
            if (Failure is not null) throw Failure;

            await environment.StartAsync(new FakeSlot(), new SandboxSpec
            {
                Command = ["true"],
                Environment = new Dictionary<string, string>(),
                Limits = new SandboxLimits { MemoryBytes = 1 << 30 },
            }, CancellationToken.None);
            Started.Add(environment);
        }
    }
}
