using System.Text;
using System.Text.Json.Nodes;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Runtimes;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Sandbox;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Lambda.Tests.Environments;

/// <summary>How a sandbox that was nobody's becomes an environment's.</summary>
public sealed class WarmSandboxTests : IDisposable
{
    private static readonly SandboxMount Code = new("/code", "/var/task");

    private readonly FakeTimeProvider clock = new();
    private readonly FakeLogStream log = new();
    private readonly WarmSandbox warm = Sample.Warm(Interpreter.At(RuntimeDescriptor.All[0], "1.0", "/usr/bin/python"));
    private readonly SandboxSpec what = Sample.Boot with
    {
        Environment = new Dictionary<string, string> { ["_HANDLER"] = "app.handler", ["GREETING"] = "olá \"você\"" },
        Mounts = [.. Sample.Boot.Mounts, Code],
        Limits = new SandboxLimits { MemoryBytes = 128 << 20 },
        NetworkPolicies = ["sg-1"],
    };

    public void Dispose() => log.Dispose();

    private FakeSlot Slot => (FakeSlot)warm.Slot;

    [Fact]
    public async Task It_is_given_what_it_lacks_told_its_variables_and_serves_events()
    {
        var asked = await BootAsync();
        Assert.False(asked.IsCompleted);
        Assert.True(warm.TryFit(what));
        Assert.Equal([Code], Slot.Sandbox.Shown);
        Assert.Equal(128 << 20, Slot.Sandbox.MemoryLimit);
        Assert.Equal(["sg-1"], Slot.NetworkPolicies);

        var environment = NewEnvironment();
        environment.Start(warm, what);
        var told = JsonNode.Parse(Encoding.UTF8.GetString((await asked).Span))!;
        Assert.Equal(("app.handler", "olá \"você\""), ((string)told["_HANDLER"]!, (string)told["GREETING"]!));

        var next = warm.Runtime.NextAsync();
        Assert.Equal(EnvironmentState.Idle, environment.State);
        Assert.Equal(1, Slot.Sandbox.CpuLimit);
        Assert.True(environment.TryClaim());
        var outcome = environment.InvokeAsync(Sample.Event());
        Assert.Equal(Sample.Event().RequestId, (await next!).RequestId);
        Assert.True(warm.Runtime.TryAnswer(Sample.Event().RequestId, Sample.Answer()));
        _ = warm.Runtime.NextAsync();
        Assert.Equal(Sample.Answer().ToString(), (await outcome).ToString());
    }

    [Fact]
    public async Task It_is_given_a_file_system_where_the_function_has_one_and_else_a_limit_of_its_files()
    {
        await BootAsync();
        var shared = new SharedMount(new SharedDirectory { Path = "/shared", UserId = 1, GroupId = 1 }, "/mnt/data");

        Assert.True(warm.TryFit(what with { Shared = shared, Limits = what.Limits with { LimitsFileSize = false } }));
        Assert.Equal((shared, null), (Slot.Sandbox.Shared, Slot.Sandbox.FileSizeLimit));

        Assert.True(warm.TryFit(what));
        Assert.Equal(SandboxLimits.DefaultTmpBytes, Slot.Sandbox.FileSizeLimit);
    }

    [Fact]
    public async Task What_it_prints_before_it_is_somebody_s_is_nobody_s()
    {
        await BootAsync();
        Slot.Sandbox.Output!.Write("booting\n"u8, isError: false);

        NewEnvironment().Start(warm, what);
        Slot.Sandbox.Output.Write("loading\n"u8, isError: false);

        Assert.Equal(["loading"], log.Lines);
    }

    [Fact]
    public async Task It_may_ask_for_its_assignment_once_and_for_nothing_else_before()
    {
        Assert.Null(warm.Runtime.NextAsync());
        Assert.False(warm.Runtime.TryAnswer("id", Sample.Answer()));
        await BootAsync();
        Assert.Null(warm.Runtime.AskAssignment());
        Assert.Null(warm.Runtime.NextAsync());

        NewEnvironment().Start(warm, what);
        Assert.Null(warm.Runtime.AskAssignment());
    }

    [Fact]
    public void A_runtime_that_was_started_for_an_environment_has_no_assignment() =>
        Assert.Null(new RuntimeProcess(NewEnvironment()).AskAssignment());

    [Fact]
    public async Task One_that_cannot_be_held_to_the_function_s_network_policies_is_of_no_use()
    {
        await BootAsync();
        Slot.Failure = new SandboxException("no such policy");

        Assert.False(warm.TryFit(what));
    }

    [Fact]
    public async Task One_that_ends_before_it_is_anybody_s_is_of_no_use()
    {
        var asked = await BootAsync();
        Slot.Sandbox.Exit(new SandboxExit(1, null, OutOfMemory: false));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.False(warm.TryFit(what));
    }

    [Fact]
    public async Task One_that_ends_instead_of_booting_says_so()
    {
        var booting = warm.BootAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        Slot.Sandbox.Output!.Write("no module named encodings"u8, isError: true);
        Slot.Sandbox.Exit(new SandboxExit(1, null, OutOfMemory: false));

        var failure = await Assert.ThrowsAsync<SandboxException>(() => booting);
        Assert.Equal("/usr/bin/python ended while it booted. It said: no module named encodings", failure.Message);
    }

    [Fact]
    public async Task One_that_can_take_no_limit_is_of_no_use()
    {
        await BootAsync();
        Slot.Sandbox.FailToLimit = new IOException("gone");

        Assert.False(warm.TryFit(what));
    }

    [Fact]
    public async Task Its_runtime_is_started_anew_in_its_place_when_it_ends()
    {
        await BootAsync();
        var environment = NewEnvironment();
        environment.Start(warm, what);
        _ = warm.Runtime.NextAsync();
        Slot.Sandbox.Exit(new SandboxExit(1, null, OutOfMemory: false));
        Assert.Equal(EnvironmentState.Reset, environment.State);

        Assert.True(environment.TryClaim());
        _ = environment.InvokeAsync(Sample.Event());
        Assert.Equal(2, Slot.Starts);
        await environment.DisposeAsync();
        Assert.True(Slot.IsDisposed);
    }

    private ExecutionEnvironment NewEnvironment() => new(Sample.Function(), isProvisioned: false, new EnvironmentLog(log, "stream", SystemLog.Text, clock), new FakeMeter(), new NoObserver(), clock);

    private async Task<Task<ReadOnlyMemory<byte>>> BootAsync()
    {
        var asked = warm.Runtime.AskAssignment()!;
        await warm.BootAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        return asked;
    }

    private sealed class NoObserver : IEnvironmentObserver
    {
        public void Started(ExecutionEnvironment environment)
        {
        }

        public void BecameIdle(ExecutionEnvironment environment)
        {
        }

        public void FailedToStart(ExecutionEnvironment environment, Exception why)
        {
        }

        public void Ended(ExecutionEnvironment environment)
        {
        }
    }
}
