using System.Buffers;
using System.Text;
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
    /// <exception cref="SandboxException">The host could not start it, or the interpreter did not boot in <paramref name="limit"/> or ended instead.</exception>
    public async Task BootAsync(TimeSpan limit, CancellationToken ct)
    {
        await Runtime.StartAsync(Slot, spec, output, ct);
        try
        {
            await Runtime.Booted.WaitAsync(limit, ct);
        }
        catch (Exception e) when (e is TimeoutException || e is OperationCanceledException && !ct.IsCancellationRequested)
        {
            var how = e is TimeoutException ? $"did not boot within {limit.TotalSeconds} s" : "ended while it booted";
            throw new SandboxException($"{Interpreter.Path} {how}. It said: {output.Early}", e);
        }
    }

    /// <summary>Gives it what a function needs; <c>false</c> where it is no longer there to take that.</summary>
    public bool TryFit(SandboxSpec what)
    {
        try
        {
            Slot.HoldTo(what.NetworkPolicies);
            Runtime.Fit(what.Mounts.Except(spec.Mounts), what.Shared, what.Limits);
            return Runtime.Exit is null;
        }
        catch (Exception)
        {
            return false; // whatever it lacks now, a start from nothing may do without
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
        try
        {
            await Runtime.EndAsync();
        }
        finally
        {
            await Slot.DisposeAsync();
        }
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

    /// <summary>Until somebody owns the sandbox, what an interpreter may print as it boots is nobody's; its beginning is kept for when that fails.</summary>
    private sealed class LateOutput : ISandboxOutput
    {
        private const int MostEarly = 1024;

        private ISandboxOutput? target;
        private string early = "";

        public string Early => Volatile.Read(ref early);

        public ISandboxOutput Target
        {
            set => Volatile.Write(ref target, value);
        }

        public void Write(ReadOnlySpan<byte> bytes, bool isError)
        {
            if (Volatile.Read(ref target) is { } owner) owner.Write(bytes, isError);
            else if (early.Length < MostEarly) Volatile.Write(ref early, early + Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MostEarly)]));
        }
    }
}
