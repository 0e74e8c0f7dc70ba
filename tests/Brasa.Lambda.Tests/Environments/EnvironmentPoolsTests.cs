using Brasa.Lambda.Environments;
using Brasa.Lambda.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Lambda.Tests.Environments;

public sealed class EnvironmentPoolsTests : IAsyncDisposable
{
    private const long Gibibyte = 1L << 30;

    private readonly FakeTimeProvider clock = new();
    private readonly FakeLauncher launcher;
    private readonly EnvironmentPools pools;
    private bool fails;
    private HostMemory memory = new(16 * Gibibyte, 8 * Gibibyte);

    public EnvironmentPoolsTests()
    {
        launcher = new FakeLauncher(clock);
        pools = new EnvironmentPools(launcher, clock, () => fails ? throw new IOException("Too many open files") : memory, NullLogger.Instance);
    }

    [Fact]
    public async Task Those_long_idle_are_reaped_and_the_others_stay()
    {
        var (old, young) = (await StartAsync(), await StartAsync());
        await ServeAsync(old);
        clock.Advance(TimeSpan.FromMinutes(5));
        await ServeAsync(young);
        clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(2));

        await old.DisposeAsync();
        Assert.Equal((EnvironmentState.Gone, EnvironmentState.Frozen), (old.State, young.State));
    }

    [Fact]
    public async Task Where_memory_is_short_the_least_recently_used_go_at_once_and_no_more_than_needed()
    {
        var environments = new[] { await StartAsync(), await StartAsync(), await StartAsync(), await StartAsync() };
        foreach (var environment in environments[1..])
        {
            await ServeAsync(environment);
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        // Each holds 20 MiB; the reserve is a twentieth of the machine.
        memory = new HostMemory(16 * Gibibyte, 16 * Gibibyte / 100 * 5 - (30 << 20));
        clock.Advance(TimeSpan.FromSeconds(1));
        memory = new HostMemory(16 * Gibibyte, 8 * Gibibyte);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(
            [EnvironmentState.Busy, EnvironmentState.Gone, EnvironmentState.Gone, EnvironmentState.Frozen],
            environments.Select(environment => environment.State));
    }

    [Fact]
    public async Task Where_memory_is_short_what_is_in_stock_goes_first()
    {
        var environment = await StartAsync();
        await ServeAsync(environment);
        launcher.HasStock = true;
        memory = memory with { AvailableBytes = 0 };
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EnvironmentState.Frozen, environment.State);

        launcher.HasStock = false;
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EnvironmentState.Gone, environment.State);
    }

    [Fact]
    public async Task A_machine_that_tells_nothing_and_sandboxes_that_are_gone_do_not_stop_the_reaping()
    {
        var environment = await StartAsync();
        await ServeAsync(environment);
        launcher.Slots[0].Sandbox.FailToRead = new DirectoryNotFoundException("The control group is gone.");
        fails = true;
        clock.Advance(TimeSpan.FromSeconds(1));
        fails = false;
        memory = new HostMemory(16 * Gibibyte, 0);

        clock.Advance(TimeSpan.FromSeconds(1));

        await environment.DisposeAsync();
        Assert.Equal(EnvironmentState.Gone, environment.State);
    }

    [Fact]
    public async Task Tenants_have_environments_of_their_own_and_nothing_is_kept_of_one_that_is_gone()
    {
        var function = Sample.Function();
        var red = pools.For(function, "red");
        var first = red.AcquireAsync();
        _ = launcher.Started[^1].Runtime.NextAsync();
        await ServeAsync(await first);

        Assert.NotSame(red, pools.For(function, "blue"));
        Assert.Empty(pools.For(function, "blue").ListIdle());
        Assert.Same(red, pools.For(function, "red"));
        Assert.Single(red.ListIdle());

        clock.Advance(TimeSpan.FromMinutes(11));
        clock.Advance(TimeSpan.FromSeconds(1));
        await red.Drained;
        Assert.NotSame(red, pools.For(function, "red"));
    }

    [Fact]
    public async Task A_changed_function_ends_the_environments_of_all_tenants()
    {
        var function = Sample.Function();
        string[] tenants = ["red", "blue"];
        foreach (var tenant in tenants)
        {
            var waiting = pools.For(function, tenant).AcquireAsync();
            _ = launcher.Started[^1].Runtime.NextAsync();
            await ServeAsync(await waiting);
        }

        await pools.RetireAsync(function);
        Assert.All(launcher.Started, environment => Assert.Equal(EnvironmentState.Gone, environment.State));
    }

    [Fact]
    public void The_kernel_tells_how_much_memory_there_is()
    {
        var here = HostMemory.Read();

        Assert.InRange(here.AvailableBytes, 1, here.TotalBytes);
        Assert.Equal(
            new HostMemory(2048 << 10, 512 << 10),
            HostMemory.Parse(["MemTotal:           2048 kB", "MemFree:             100 kB", "MemAvailable:        512 kB", "Buffers: 1 kB"]));
    }

    public ValueTask DisposeAsync() => pools.DisposeAsync();

    private async Task<ExecutionEnvironment> StartAsync()
    {
        var waiting = pools.For(Sample.Function()).AcquireAsync();
        _ = launcher.Started[^1].Runtime.NextAsync();
        return await waiting;
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
