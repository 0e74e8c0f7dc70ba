using Brasa.Lambda.Environments;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Sandbox;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Lambda.Tests.Environments;

public sealed class ProvisionedPoolTests : IAsyncDisposable
{
    private const string HostFailure = "The server could not start an environment: its log says why. It tries again.";

    private readonly FakeTimeProvider clock = new();
    private readonly FakeLauncher launcher;
    private readonly EnvironmentPool pool;

    public ProvisionedPoolTests()
    {
        launcher = new FakeLauncher(clock);
        pool = new EnvironmentPool(Sample.Function(), launcher, clock);
    }

    [Fact]
    public async Task So_many_environments_are_ready_before_there_is_an_event()
    {
        pool.Provision(2);
        Assert.Equal(new ProvisionedState(2, 0, 0, null), pool.Provisioned);

        Load(0);
        Load(1);
        Assert.Equal(new ProvisionedState(2, 2, 2, null), pool.Provisioned);
        Assert.Empty(pool.ListIdle());

        var taken = pool.AcquireAsync();
        Assert.True(taken.IsCompleted);
        Assert.True((await taken).IsProvisioned);
        Assert.Equal(new ProvisionedState(2, 2, 1, null), pool.Provisioned);
    }

    [Fact]
    public async Task Those_that_have_lived_long_enough_are_replaced_with_an_event_or_without()
    {
        pool.Provision(2);
        Load(0);
        Load(1);
        var busy = await pool.AcquireAsync();
        clock.Advance(FunctionPhases.Life + TimeSpan.FromSeconds(1));

        Assert.Null(pool.RetryProvisioning());
        Load(2);
        Assert.Equal(new ProvisionedState(2, 2, 1, null), pool.Provisioned);
        await ServeAsync(busy);
        Load(3);
        Assert.Equal(new ProvisionedState(2, 2, 2, null), pool.Provisioned);
        Assert.Equal([2, 3], pool.List().Select(environment => launcher.Started.IndexOf(environment)).Order());
    }

    [Fact]
    public async Task Events_beyond_them_start_environments_of_their_own()
    {
        pool.Provision(1);
        Load(0);
        await pool.AcquireAsync();

        var spilled = pool.AcquireAsync();
        Assert.False(spilled.IsCompleted);
        Load(1);
        Assert.False((await spilled).IsProvisioned);
        Assert.Equal(new ProvisionedState(1, 1, 0, null), pool.Provisioned);
    }

    [Fact]
    public async Task They_come_before_others_that_are_idle_and_go_back_to_where_they_were()
    {
        var ordinary = pool.AcquireAsync();
        Load(0);
        pool.Provision(1);
        Load(1);
        await ServeAsync(await ordinary);

        var kept = await pool.AcquireAsync();
        Assert.True(kept.IsProvisioned);
        await ServeAsync(kept);
        Assert.Equal(new ProvisionedState(1, 1, 1, null), pool.Provisioned);
        Assert.Single(pool.ListIdle());
    }

    [Fact]
    public async Task Fewer_end_those_that_are_idle_at_once_and_others_after_their_event()
    {
        pool.Provision(3);
        for (var i = 0; i < 3; i++) Load(i);
        var busy = await pool.AcquireAsync();

        pool.Provision(0);
        Assert.Equal([EnvironmentState.Gone, EnvironmentState.Gone], launcher.Started.Where(environment => environment != busy).Select(environment => environment.State));
        Assert.Equal(EnvironmentState.Busy, busy.State);
        await ServeAsync(busy);
        Assert.Equal(EnvironmentState.Gone, busy.State);
        Assert.Equal(new ProvisionedState(0, 0, 0, null), pool.Provisioned);
    }

    [Fact]
    public async Task One_whose_runtime_ended_in_an_event_is_replaced()
    {
        pool.Provision(1);
        Load(0);
        var crashed = await pool.AcquireAsync();
        var outcome = crashed.InvokeAsync(Sample.Event());
        launcher.Slots[0].Sandbox.Exit(new SandboxExit(1, null, OutOfMemory: false));
        await outcome;

        Assert.Equal(2, launcher.Started.Count);
        Load(1);
        Assert.Equal(new ProvisionedState(1, 1, 1, null), pool.Provisioned);
        Assert.Equal(EnvironmentState.Gone, crashed.State);
    }

    [Fact]
    public void A_function_that_does_not_load_is_not_tried_again_until_that_is_asked_for()
    {
        pool.Provision(1);
        launcher.Started[0].Runtime.TryFailToLoad(new InvocationOutcome.FunctionError("{}"u8.ToArray(), "Runtime.ImportModuleError"));
        Assert.Equal(new ProvisionedState(1, 0, 0, "FUNCTION_ERROR_INIT_FAILURE"), pool.Provisioned);
        Assert.Single(launcher.Started);

        pool.Provision(1);
        Assert.Equal(2, launcher.Started.Count);
        Load(1);
        Assert.Equal(new ProvisionedState(1, 1, 1, null), pool.Provisioned);
    }

    [Fact]
    public void A_machine_that_cannot_start_one_says_why()
    {
        launcher.Failure = new SandboxException("no crun");
        pool.Provision(1);
        Assert.Equal(new ProvisionedState(1, 0, 0, HostFailure), pool.Provisioned);
        Assert.Equal("no crun", pool.RetryProvisioning()!.Message);

        launcher.Failure = null;
        Assert.Equal("no crun", pool.RetryProvisioning()!.Message);
        Load(0);
        Assert.Equal(new ProvisionedState(1, 1, 1, null), pool.Provisioned);
        Assert.Null(pool.RetryProvisioning());
    }

    [Fact]
    public void One_whose_runtime_ends_without_an_event_is_replaced_but_not_again_and_again()
    {
        pool.Provision(1);
        Load(0);
        launcher.Slots[0].Sandbox.Exit(new SandboxExit(1, null, OutOfMemory: false));
        Assert.Single(launcher.Started);
        Assert.Equal((0, 0), (pool.Provisioned.Started, pool.Provisioned.Idle));

        Assert.NotNull(pool.RetryProvisioning());
        Assert.Equal(2, launcher.Started.Count);
        Load(1);
        Assert.Equal(new ProvisionedState(1, 1, 1, null), pool.Provisioned);
    }

    [Fact]
    public void Loading_has_no_more_than_the_function_s_processor_after_ten_seconds()
    {
        pool.Provision(1);
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Null(launcher.Slots[0].Sandbox.CpuLimit);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(launcher.Slots[0].Sandbox.CpuLimit);
    }

    [Fact]
    public void Loading_may_take_fifteen_minutes()
    {
        pool.Provision(1);
        clock.Advance(TimeSpan.FromMinutes(14));
        Load(0);
        Assert.Equal(new ProvisionedState(1, 1, 1, null), pool.Provisioned);
    }

    [Fact]
    public async Task A_retired_pool_ends_them_and_starts_no_others()
    {
        pool.Provision(2);
        Load(0);
        pool.Retire();
        Load(1);

        await pool.Drained;
        Assert.Equal(2, launcher.Started.Count);
        Assert.All(launcher.Started, environment => Assert.Equal(EnvironmentState.Gone, environment.State));
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private void Load(int index) => _ = launcher.Started[index].Runtime.NextAsync();

    private static async Task ServeAsync(ExecutionEnvironment environment)
    {
        var invocation = Sample.Event();
        var outcome = environment.InvokeAsync(invocation);
        environment.Runtime.TryAnswer(invocation.RequestId, Sample.Answer());
        await outcome;
        _ = environment.Runtime.NextAsync();
    }
}
