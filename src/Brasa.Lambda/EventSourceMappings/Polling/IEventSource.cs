using Brasa.Core.Events;

namespace Brasa.Lambda.EventSourceMappings.Polling;

/// <summary>Where a mapping's records come from: a queue, or a shard of a stream.</summary>
/// <typeparam name="TRecord">A record of it.</typeparam>
internal interface IEventSource<TRecord>
{
    /// <summary>Receives records, and waits for the first where there is none.</summary>
    /// <param name="most">At least one.</param>
    /// <param name="wait">How long; at the end of it none are returned.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="SourceUnavailableException">It is not there, or may not be read.</exception>
    Task<IReadOnlyList<TRecord>> ReceiveAsync(int most, TimeSpan wait, CancellationToken ct);

    /// <summary>Whether a record is for the function.</summary>
    bool Matches(TRecord record);

    /// <summary>Bytes that a record takes of an event, about.</summary>
    int SizeOf(TRecord record);

    /// <summary>The event that hands records to the function, UTF-8 JSON.</summary>
    ReadOnlyMemory<byte> WriteEvent(IReadOnlyList<TRecord> records);

    /// <summary>What the function calls a record in a partial batch response.</summary>
    string IdentifierOf(TRecord record);

    /// <summary>The <c>X-Amzn-Trace-Id</c> that a record brings with it; <c>null</c> where it brings none.</summary>
    string? TraceHeaderOf(TRecord record);

    /// <summary>How long the function may be tried with records that have been received.</summary>
    TimeSpan Patience { get; }

    /// <summary>Sees to it that nobody else gets these for so long from now, and no shorter than the source itself would.</summary>
    Task HoldAsync(IReadOnlyList<TRecord> records, TimeSpan time);

    /// <summary>These are done with: the function has dealt with them, or they are not for it.</summary>
    Task CompleteAsync(IReadOnlyList<TRecord> records);

    /// <summary>These have not been handed to the function, and come again at once.</summary>
    Task ReturnAsync(IReadOnlyList<TRecord> records);
}

/// <summary>Nothing can be carried from a source at the moment.</summary>
/// <param name="problem">Why, as <c>LastProcessingResult</c> tells it.</param>
internal sealed class SourceUnavailableException(string problem) : Exception(problem);

/// <summary>A mapping's function.</summary>
internal interface IBatchTarget
{
    /// <summary>Why it cannot be invoked at the moment, as <c>LastProcessingResult</c> tells it; <c>null</c> where it can.</summary>
    string? Problem { get; }

    /// <summary>How long it may take.</summary>
    TimeSpan Timeout { get; }

    /// <summary>Invokes it with a batch.</summary>
    Task<DeliveryResult> InvokeAsync(ReadOnlyMemory<byte> payload, string? traceHeader, CancellationToken ct);
}
