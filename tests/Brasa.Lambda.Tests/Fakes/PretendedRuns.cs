using System.Text;
using System.Threading.Channels;
using Brasa.Contracts.Lambda;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>Invocations whose functions the test plays.</summary>
internal sealed class PretendedRuns
{
    private readonly Channel<PretendedRun> begun = Channel.CreateUnbounded<PretendedRun>();

    public Task<InvocationOutcome> RunAsync(Function function, FunctionVersion version, PendingInvocation invocation)
    {
        var run = new PretendedRun(version, invocation);
        begun.Writer.TryWrite(run);
        return run.Outcome.Task;
    }

    /// <summary>The next that has begun, or begins.</summary>
    public async Task<PretendedRun> NextAsync() => await begun.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Whether one has begun that nobody has asked for.</summary>
    public bool HasBegun => begun.Reader.TryPeek(out _);
}

/// <summary>One invocation.</summary>
internal sealed class PretendedRun(FunctionVersion version, PendingInvocation invocation)
{
    public FunctionVersion Version => version;

    public PendingInvocation Invocation => invocation;

    public TaskCompletionSource<InvocationOutcome> Outcome { get; } = new();

    public string Payload => Encoding.UTF8.GetString(invocation.Payload.Span);

    /// <summary>It returns, and gives its place back.</summary>
    public void Answer(string json = "1")
    {
        Outcome.SetResult(Sample.Answer(json));
        invocation.Released!();
    }

    /// <summary>It fails, and gives its place back.</summary>
    public void Fail(string json = """{"errorMessage":"boom","errorType":"Error"}""")
    {
        Outcome.SetResult(new InvocationOutcome.FunctionError(Encoding.UTF8.GetBytes(json), "Error"));
        invocation.Released!();
    }

    /// <summary>There was no room for it.</summary>
    public void Throttle() => Outcome.SetException(Brasa.Lambda.Concurrency.Throttle.By(ThrottleReason.ConcurrentInvocationLimitExceeded));
}
