using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Asynchronous;

/// <summary>What an attempt with an event has come to. The hierarchy is closed.</summary>
internal abstract record EventVerdict
{
    private EventVerdict()
    {
    }

    /// <summary>There was no room for it; the function has not had it.</summary>
    internal sealed record Throttled : EventVerdict;

    /// <summary>This server or its machine failed; it is tried again after a while.</summary>
    internal sealed record Failed : EventVerdict;

    /// <summary>The function failed on it, and is to have it again.</summary>
    internal sealed record Again(TimeSpan Delay) : EventVerdict;

    /// <summary>It has been dealt with, or is given up.</summary>
    internal sealed record Over(EventEnding Ending) : EventVerdict;

    /// <summary>There is nothing of it any more, as its function is deleted.</summary>
    internal sealed record Gone : EventVerdict;

    /// <summary>The server ends: what is stored of it is for the next start.</summary>
    internal sealed record Left : EventVerdict;
}

/// <summary>How an event has ended.</summary>
/// <param name="Condition">In what way.</param>
/// <param name="Function">Its function.</param>
/// <param name="Version">The version that had it last, or was to have it.</param>
/// <param name="Payload">The event.</param>
/// <param name="Response">What the function answered last; <c>null</c> where it has not.</param>
/// <param name="StatusCode">What a caller would have got in the last attempt.</param>
internal sealed record EventEnding(
    EventCondition Condition, Function Function, FunctionVersion Version, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte>? Response, int StatusCode);

/// <summary>How an event has ended, as AWS's <c>requestContext.condition</c>.</summary>
/// <remarks>AWS Lambda developer guide, "Capturing records of Lambda asynchronous invocations" and "Configuring reserved concurrency".</remarks>
internal enum EventCondition
{
    /// <summary>The function has dealt with it.</summary>
    Success,

    /// <summary>The function has failed on it as often as it may.</summary>
    RetriesExhausted,

    /// <summary>It has become too old.</summary>
    EventAgeExceeded,

    /// <summary>The function may not run at all.</summary>
    ZeroReservedConcurrency,
}
