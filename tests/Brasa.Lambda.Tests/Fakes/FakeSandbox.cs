using System.Net;
using System.Net.Sockets;
using Brasa.Sandbox;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>A slot whose sandboxes run nothing: the test plays their process.</summary>
internal sealed class FakeSlot : ISandboxSlot
{
    /// <summary>The latest; before the first start the one that is to come.</summary>
    public FakeSandbox Sandbox { get; private set; } = new();

    public int Starts { get; private set; }

    /// <summary>What a start fails with.</summary>
    public SandboxException? Failure { get; set; }

    /// <summary>What the start waits for, while its process runs already.</summary>
    public Task Started { get; set; } = Task.CompletedTask;

    public bool IsDisposed { get; private set; }

    public string Id => "slot";

    public IReadOnlyList<Socket> Listeners => [];

    public EndPoint AddressInside(int index) => new IPEndPoint(IPAddress.Loopback, 9001 + index);

    public string Locate(SandboxMount mount) => mount.Target;

    /// <summary>What it is held to.</summary>
    public IReadOnlyList<string> NetworkPolicies { get; private set; } = [];

    public void HoldTo(IReadOnlyList<string> networkPolicies) => NetworkPolicies = Failure is null ? networkPolicies : throw Failure;

    public async Task<ISandbox> StartAsync(SandboxSpec spec, ISandboxOutput output, CancellationToken ct)
    {
        if (Failure is not null) throw Failure;
        HoldTo(spec.NetworkPolicies);
        if (Starts++ > 0) Sandbox = new FakeSandbox();
        Sandbox.Output = output;
        await Started;
        return Sandbox;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}

internal sealed class FakeSandbox : ISandbox
{
    private readonly TaskCompletionSource<SandboxExit> exited = new();

    public ISandboxOutput? Output { get; set; }

    public double? CpuLimit { get; private set; }

    public long? MemoryLimit { get; private set; }

    public List<SandboxMount> Shown { get; } = [];

    public SharedMount? Shared { get; private set; }

    public void SetMemoryLimit(long bytes) => MemoryLimit = FailToLimit is null ? bytes : throw FailToLimit;

    public void Show(SandboxMount mount) => Shown.Add(mount);

    public long? FileSizeLimit { get; private set; }

    public void LimitFileSize(long bytes) => FileSizeLimit = bytes;

    public void Show(SharedMount mount) => Shared = mount;

    public bool IsDisposed { get; private set; }

    public bool IsFrozen { get; private set; }

    public long MemoryBytes { get; set; } = 20 << 20;

    public string Id => "sandbox";

    public Task<SandboxExit> Exited => exited.Task;

    public void Exit(SandboxExit exit) => exited.TrySetResult(exit);

    /// <summary>What setting a limit fails with.</summary>
    public Exception? FailToLimit { get; set; }

    public void SetCpuLimit(double? vcpus) => CpuLimit = FailToLimit is null ? vcpus : throw FailToLimit;

    public void Freeze() => IsFrozen = true;

    public void Thaw() => IsFrozen = false;

    public long ReadPeakCharge() => MemoryBytes;

    /// <summary>What reading its memory fails with.</summary>
    public Exception? FailToRead { get; set; }

    public MemoryUsage ReadMemory() => FailToRead is null ? new MemoryUsage(MemoryBytes, MemoryBytes) : throw FailToRead;

    public int CountPendingOutput() => 0;

    public void DrainOutput()
    {
    }

    /// <summary>What its end waits for.</summary>
    public Task Ended { get; set; } = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        IsDisposed = true;
        await Ended;
        exited.TrySetResult(new SandboxExit(null, 9, OutOfMemory: false));
    }
}
