using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Metering;

namespace Brasa.Lambda.Invocation;

/// <summary>One event on its way through an environment: handed over by the dispatcher, taken by the runtime, ended by whoever is first.</summary>
/// <remarks>Continuations of <see cref="Outcome"/> run on the thread that ends the invocation, which spares the invoke path a thread hop.</remarks>
internal sealed class PendingInvocation
{
    private readonly TaskCompletionSource<InvocationOutcome> outcome = new();

    /// <summary>A lower-case UUID.</summary>
    public required string RequestId { get; init; }

    /// <summary>The event, UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The ARN that was invoked, with its qualifier if one was given.</summary>
    public required string InvokedArn { get; init; }

    /// <summary>JSON, decoded from the request's <c>X-Amz-Client-Context</c>.</summary>
    public string? ClientContext { get; init; }

    /// <summary>Whose event it is, where the function isolates tenants.</summary>
    public string? Tenant { get; init; }

    /// <summary>An <c>X-Amzn-Trace-Id</c> header's value.</summary>
    public required string TraceId { get; init; }

    /// <summary>Whether nobody waits for its outcome, and it was stored before it was accepted.</summary>
    public bool IsAsynchronous { get; init; }

    /// <summary>Called when its place among the concurrent invocations is free again.</summary>
    public Action? Released { get; init; }

    /// <summary>Keeps the end of the log for the caller where one was asked for.</summary>
    public LogTail? Tail { get; init; }

    /// <summary>Requests that are charged for the event beside one: a large asynchronous event counts as several.</summary>
    public ushort ExtraRequests { get; init; }

    /// <summary>Bytes of the response that were streamed beyond the free part.</summary>
    public long StreamedBytes { get; set; }

    /// <summary>The function's tags when the event came.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; set; }

    /// <summary>Its place in the metering journal, from its answer to its end.</summary>
    public MeterSlot? Slot { get; set; }

    /// <summary>When the environment's time for this event is over.</summary>
    public DateTimeOffset Deadline { get; set; }

    /// <summary>Clock ticks at which the event was handed to the environment.</summary>
    public long StartedAt { get; set; }

    /// <summary>Clock ticks at which its time is over.</summary>
    public long Due { get; set; }

    /// <summary>The runtime's answer, once it has given one.</summary>
    public InvocationOutcome? Answer { get; set; }

    /// <summary>Its place among the account's concurrent invocations.</summary>
    public ConcurrencyLimiter.Admission? Admission { get; set; }

    /// <summary>Completes once, when the invocation has ended.</summary>
    public Task<InvocationOutcome> Outcome => outcome.Task;

    public void End(InvocationOutcome result) => outcome.TrySetResult(result);

    /// <summary>Ends it because of this server or its machine, not of the function.</summary>
    public void Fail(Exception why)
    {
        outcome.TrySetException(why);
        Release();
    }

    /// <summary>Gives its place back; called once, by whoever has taken it from its environment.</summary>
    public void Release()
    {
        Admission?.Dispose();
        Admission = null;
        Released?.Invoke();
    }
}
