using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;
using Brasa.Sandbox;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>Starts environments whose runtime the test plays.</summary>
internal sealed class FakeLauncher(TimeProvider clock) : IEnvironmentLauncher
{
    public List<ExecutionEnvironment> Started { get; } = [];

    public List<FakeSlot> Slots { get; } = [];

    public SandboxException? Failure { get; set; }

    public bool HasStock { get; set; }

    /// <summary>What starts wait for before they begin.</summary>
    public Task Turn { get; set; } = Task.CompletedTask;

    public ExecutionEnvironment Create(FunctionVersion function, bool isProvisioned, IEnvironmentObserver observer) =>
        new(function, isProvisioned, new EnvironmentLog(new FakeLogStream(), "stream", SystemLog.Text, clock), new FakeMeter(), observer, clock);

    public async Task<bool> StartAsync(ExecutionEnvironment environment, Func<bool> giveUp)
    {
        if (Failure is not null) throw Failure;
        await Turn;
        if (giveUp()) return false;

        Slots.Add(new FakeSlot());
        await environment.StartAsync(Slots[^1], new SandboxSpec
        {
            Command = ["true"],
            Environment = new Dictionary<string, string>(),
            Limits = new SandboxLimits { MemoryBytes = 1 << 30 },
        }, CancellationToken.None);
        Started.Add(environment);
        return true;
    }
}
