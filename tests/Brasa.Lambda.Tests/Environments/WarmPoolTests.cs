using Brasa.Lambda.Environments;
using Brasa.Lambda.Runtimes;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Sandbox;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Lambda.Tests.Environments;

/// <summary>What is kept in stock, and how much of it.</summary>
public sealed class WarmPoolTests : IAsyncDisposable
{
    private const long Gibibyte = 1L << 30;
    private const string Used = "python3.12";

    private readonly FakeTimeProvider clock = new();
    private readonly FakeWarmLauncher launcher = new();
    private readonly Interpreter python = InterpreterOf(Used);
    private readonly Interpreter node = InterpreterOf("nodejs20.x");
    private readonly WarmPool pool;
    private readonly HashSet<string> used = [Used];
    private HostMemory memory = new(16 * Gibibyte, 8 * Gibibyte);

    public WarmPoolTests() =>
        pool = new WarmPool([python, node], launcher, used.Contains, () => memory, clock, NullLogger.Instance);

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    [Fact]
    public async Task Of_a_runtime_that_functions_use_there_are_two_and_of_others_none()
    {
        await PassAsync();

        Assert.Equal([python, python], pool.List().Select(warm => warm.Interpreter));
        Assert.Null(pool.TryTake(node));
    }

    [Fact]
    public async Task One_that_was_taken_is_replaced()
    {
        await PassAsync();
        var taken = pool.TryTake(python);
        Assert.NotNull(taken);
        Assert.Single(pool.List());

        await PassAsync();

        Assert.Equal(2, pool.List().Count);
        Assert.DoesNotContain(taken, pool.List());
        Assert.False(((FakeSlot)taken.Slot).IsDisposed);
    }

    [Fact]
    public async Task After_a_burst_there_are_as_many_as_it_took_and_three_minutes_later_two()
    {
        for (var i = 0; i < 7; i++) pool.Note(python);
        await PassAsync();
        Assert.Equal(7, pool.List().Count);

        clock.Advance(TimeSpan.FromMinutes(3));
        await PassAsync();

        Assert.Equal(2, pool.List().Count);
        Assert.Equal(5, launcher.Booted.Count(warm => ((FakeSlot)warm.Slot).IsDisposed));
    }

    [Fact]
    public async Task All_together_take_a_tenth_of_the_memory_at_most()
    {
        for (var i = 0; i < 50; i++) pool.Note(python);
        memory = new HostMemory(1 * Gibibyte, 1 * Gibibyte / 2);
        await PassAsync();
        await PassAsync();

        Assert.Equal(5, pool.List().Count); // 20 MiB each
    }

    [Fact]
    public async Task Where_memory_is_short_there_are_none()
    {
        await PassAsync();
        memory = memory with { AvailableBytes = 0 };

        await PassAsync();

        Assert.Empty(pool.List());
        Assert.All(launcher.Booted, warm => Assert.True(((FakeSlot)warm.Slot).IsDisposed));
    }

    [Fact]
    public async Task None_is_made_for_which_something_idle_would_have_to_go()
    {
        memory = memory with { AvailableBytes = (memory.TotalBytes / 100 * 5) + (30 << 20) };
        await PassAsync();

        Assert.Single(launcher.Booted); // the next would take the reserve: each holds 20 MiB
    }

    [Fact]
    public async Task A_runtime_that_does_not_boot_keeps_no_other_from_it()
    {
        used.Add("nodejs20.x");
        launcher.Broken = python;
        await PassAsync();

        Assert.Equal([node, node], pool.List().Select(warm => warm.Interpreter));
    }

    [Fact]
    public async Task While_environments_are_started_none_is_made()
    {
        launcher.IsBusy = true;
        await PassAsync();
        Assert.Empty(pool.List());

        launcher.IsBusy = false;
        await PassAsync();
        Assert.Equal(2, pool.List().Count);
    }

    [Fact]
    public async Task One_that_has_ended_is_not_handed_out()
    {
        await PassAsync();
        foreach (var warm in pool.List()) ((FakeSlot)warm.Slot).Sandbox.Exit(new SandboxExit(1, null, OutOfMemory: false));

        Assert.Null(pool.TryTake(python));
        Assert.All(launcher.Booted, warm => Assert.True(((FakeSlot)warm.Slot).IsDisposed));
    }

    [Fact]
    public async Task After_a_failure_it_waits_before_it_tries_again()
    {
        launcher.Failure = new SandboxException("no more of anything");
        await PassAsync();
        launcher.Failure = null;
        await PassAsync();
        Assert.Empty(pool.List());

        clock.Advance(TimeSpan.FromSeconds(10));
        await PassAsync();
        Assert.Equal(2, pool.List().Count);
    }

    private async Task PassAsync()
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        await pool.Filling;
    }

    private static Interpreter InterpreterOf(string runtime) =>
        Interpreter.At(RuntimeDescriptor.All.First(descriptor => descriptor.Identifier == runtime), "1.0", "/usr/bin/interpreter");

    private sealed class FakeWarmLauncher : IWarmLauncher
    {
        public List<WarmSandbox> Booted { get; } = [];

        public SandboxException? Failure { get; set; }

        public bool IsBusy { get; set; }

        public Interpreter? Broken { get; set; }

        public async Task<WarmSandbox> BootAsync(Interpreter interpreter, CancellationToken ct)
        {
            if (Failure is not null) throw Failure;
            if (interpreter == Broken) throw new SandboxException("broken");
            var warm = Sample.Warm(interpreter);
            _ = warm.Runtime.AskAssignment();
            await warm.BootAsync(TimeSpan.FromSeconds(10), ct);
            Booted.Add(warm);
            return warm;
        }
    }
}
