using System.Globalization;
using System.Text;
using Brasa.Core.Logs;
using Brasa.Lambda.Invocation;
using Brasa.Sandbox;

namespace Brasa.Lambda.Environments;

/// <summary>One environment's log: what its processes print, line by line, and the platform's own lines between them.</summary>
/// <remarks>Platform lines are AWS's text format: AWS Lambda developer guide, "Sending Lambda function logs to CloudWatch Logs".</remarks>
internal sealed class EnvironmentLog : ISandboxOutput, IDisposable
{
    private readonly Lock gate = new();
    private readonly ILogStream stream;
    private readonly TimeProvider clock;
    private readonly LineSplitter standardOutput = new();
    private readonly LineSplitter standardError = new();
    private readonly LineSplitter.ReadOnlySpanAction append;

    /// <summary>Where the present invocation's lines go as well; before the first, those of loading the function.</summary>
    private LogTail? tail = new();

    public EnvironmentLog(ILogStream stream, string name, TimeProvider clock)
    {
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
            Append($"START RequestId: {invocation.RequestId} Version: {version}");
        }
    }

    /// <summary>The platform says something of its own.</summary>
    public void Say(string line)
    {
        lock (gate)
        {
            FlushPartialLines();
            Append(line);
        }
    }

    /// <summary>The platform ends an invocation; what the function left without a line end is its last line.</summary>
    public void End(InvocationReport report)
    {
        lock (gate)
        {
            FlushPartialLines();
            Append($"END RequestId: {report.RequestId}");
            Append(report.ToString());
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

    private void Append(string line) => Append(Encoding.UTF8.GetBytes(line), LogSource.Platform);
}
