using Brasa.Core.Logs;
using Brasa.Lambda.Invocation;
using Brasa.Sandbox;

namespace Brasa.Lambda.Environments;

/// <summary>One environment's log: what its processes print, line by line, and the platform's own lines between them.</summary>
internal sealed class EnvironmentLog : ISandboxOutput, IDisposable
{
    private readonly Lock gate = new();
    private readonly ILogStream stream;
    private readonly TimeProvider clock;
    private readonly SystemLog system;
    private readonly LineSplitter standardOutput = new();
    private readonly LineSplitter standardError = new();
    private readonly LineSplitter.ReadOnlySpanAction append;

    /// <summary>Where the present invocation's lines go as well; before the first, those of loading the function.</summary>
    private LogTail? tail = new();

    /// <param name="stream">Where it is kept.</param>
    /// <param name="name">That stream's name.</param>
    /// <param name="system">The platform's lines.</param>
    /// <param name="clock">Time.</param>
    public EnvironmentLog(ILogStream stream, string name, SystemLog system, TimeProvider clock)
    {
        this.system = system;
        this.stream = stream;
        this.clock = clock;
        Name = name;
        append = line => Append(line, LogSource.Function);
    }

    /// <summary>The log stream's name.</summary>
    public string Name { get; }

    /// <inheritdoc />
    public void Write(ReadOnlySpan<byte> bytes, bool isError)
    {
        lock (gate) (isError ? standardError : standardOutput).Push(bytes, append);
    }

    /// <summary>The platform begins to load the function for the first time: no event's caller is told of that.</summary>
    public void StartInit(InitStart start)
    {
        lock (gate)
        {
            foreach (var line in system.InitStart(clock.GetUtcNow(), start)) stream.Append(clock.GetUtcNow(), line, LogSource.Platform);
        }
    }

    /// <summary>The platform begins to load the function again; what is printed meanwhile belongs to the invocation that begins then.</summary>
    public void StartInit()
    {
        lock (gate) tail = new LogTail();
    }

    /// <summary>The platform begins an invocation.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="version">The function's version.</param>
    /// <param name="withInit">Whether what was printed before it belongs to it, because the function was loaded for it.</param>
    public void Start(PendingInvocation invocation, string version, bool withInit)
    {
        lock (gate)
        {
            if (withInit && tail is not null) invocation.Tail?.Append(tail);
            tail = invocation.Tail;
            Append(system.Start(clock.GetUtcNow(), invocation.RequestId, version));
        }
    }

    /// <summary>The function is loaded, or has failed to be.</summary>
    public void EndInit(InitReport report)
    {
        lock (gate)
        {
            if (report.Status is not null) FlushPartialLines();
            Append(system.InitEnd(clock.GetUtcNow(), report));
        }
    }

    /// <summary>The platform says how an invocation came to its end.</summary>
    public void Say(string line)
    {
        lock (gate)
        {
            FlushPartialLines();
            Append(system.Say(line));
        }
    }

    /// <summary>The platform ends an invocation; what the function left without a line end is its last line.</summary>
    public void End(InvocationReport report)
    {
        lock (gate)
        {
            FlushPartialLines();
            Append(system.End(clock.GetUtcNow(), report));
            tail = null;
        }
    }

    public void Dispose()
    {
        lock (gate) FlushPartialLines();
        stream.Dispose();
    }

    private void FlushPartialLines()
    {
        standardOutput.Flush(append);
        standardError.Flush(append);
    }

    private void Append(ReadOnlySpan<byte> line, LogSource source)
    {
        stream.Append(clock.GetUtcNow(), line, source);
        if (tail is null) return;
        tail.Append(line);
        tail.Append("\n"u8);
    }

    private void Append(byte[][] lines)
    {
        foreach (var line in lines) Append(line, LogSource.Platform);
    }
}
