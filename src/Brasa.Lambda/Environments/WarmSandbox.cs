using System.Buffers;
using System.Text.Json;
using Brasa.Lambda.Runtimes;
using Brasa.Sandbox;

namespace Brasa.Lambda.Environments;

/// <summary>A sandbox that belongs to nobody yet: its interpreter has booted and waits to be told which function it is. It becomes one environment's, for life.</summary>
internal sealed class WarmSandbox : IAsyncDisposable
{
    private readonly SandboxSpec spec;
    private readonly LateOutput output = new();
    private ExecutionEnvironment? environment;

    /// <param name="interpreter">What it runs.</param>
    /// <param name="slot">Where; it owns that until it is handed over.</param>
    /// <param name="spec">How it is started.</param>
    public WarmSandbox(Interpreter interpreter, ISandboxSlot slot, SandboxSpec spec)
    {
        Interpreter = interpreter;
        Slot = slot;
        this.spec = spec;
    }

    public Interpreter Interpreter { get; }

    public ISandboxSlot Slot { get; }

    /// <summary>What boots in it.</summary>
    public RuntimeProcess Runtime { get; } = new(owner: null);

    /// <summary>Whose it has become.</summary>
    public ExecutionEnvironment? Environment => Volatile.Read(ref environment);

    /// <summary>When it was ready, in clock ticks.</summary>
    public long ReadySince { get; set; }

    /// <summary>Starts it; returns when it waits for its assignment.</summary>
    /// <exception cref="SandboxException">The host could not start it.</exception>
    /// <exception cref="TimeoutException">The interpreter did not boot in <paramref name="limit"/>.</exception>
    /// <exception cref="OperationCanceledException">The interpreter ended instead.</exception>
    public async Task BootAsync(TimeSpan limit, CancellationToken ct)
    {
        await Runtime.StartAsync(Slot, spec, output, ct);
        await Runtime.Booted.WaitAsync(limit, ct);
    }

    /// <summary>Gives it what a function needs; <c>false</c> where it is no longer there to take that.</summary>
    public bool TryFit(SandboxSpec what)
    {
        try
        {
            Runtime.Fit(what.Mounts.Except(spec.Mounts), what.Limits);
            return Runtime.Exit is null;
        }
        catch (Exception e) when (e is SandboxException or IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Makes it <paramref name="owner"/>'s, who owns the slot from here on.</summary>
    public void HandOver(ExecutionEnvironment owner, SandboxSpec what)
    {
        output.Target = owner.Log;
        Volatile.Write(ref environment, owner);
        Runtime.Assign(owner, Write(what.Environment));
    }

    /// <summary>Ends it; only where it was not handed over.</summary>
    public async ValueTask DisposeAsync()
    {
        await Runtime.EndAsync();
        await Slot.DisposeAsync();
    }

    private static ReadOnlyMemory<byte> Write(IReadOnlyDictionary<string, string> variables)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        foreach (var (name, value) in variables) json.WriteString(name, value);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    /// <summary>Until somebody owns the sandbox, nobody reads what an interpreter may print as it boots.</summary>
    private sealed class LateOutput : ISandboxOutput
    {
        private ISandboxOutput? target;

        public ISandboxOutput Target
        {
            set => Volatile.Write(ref target, value);
        }

        public void Write(ReadOnlySpan<byte> bytes, bool isError) => Volatile.Read(ref target)?.Write(bytes, isError);
    }
}
