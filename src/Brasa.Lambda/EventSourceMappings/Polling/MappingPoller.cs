using Brasa.Core.Events;
using Brasa.Lambda.Functions;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.EventSourceMappings.Polling;

/// <summary>Carries records from a source to a function: source, batch, filter, invocation, and back to the source what has become of them.</summary>
/// <remarks>While there are no records it waits in one call of the source, and costs nothing.</remarks>
internal sealed partial class MappingPoller<TRecord> : IAsyncDisposable
{
    /// <summary>One call of the source waits no longer, as AWS's long polling.</summary>
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);

    /// <summary>Between tries of a source that is not there, or a function that has no room.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>From the end of an invocation to its records' being told of it.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>What a record can take of an event, about: a message of 1 MB.</summary>
    private const int MostRecordBytes = 1 << 20;

    private readonly IEventSource<TRecord> source;
    private readonly EventSourceMapping mapping;
    private readonly IBatchTarget target;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly BatchConcurrency concurrency;
    private readonly CancellationTokenSource ending = new();
    private readonly Task polling;

    /// <summary>Begins to poll.</summary>
    /// <param name="source">Where records come from.</param>
    /// <param name="mapping">How many, and how.</param>
    /// <param name="target">What they are handed to.</param>
    /// <param name="clock">Time.</param>
    /// <param name="log">The server's own log.</param>
    public MappingPoller(IEventSource<TRecord> source, EventSourceMapping mapping, IBatchTarget target, TimeProvider clock, ILogger log)
    {
        this.source = source;
        this.mapping = mapping;
        this.target = target;
        this.clock = clock;
        this.log = log;
        concurrency = new BatchConcurrency(mapping.MaximumConcurrency ?? BatchConcurrency.Most, clock);
        polling = Task.Run(PollAsync);
    }

    /// <summary>As AWS's <c>LastProcessingResult</c>.</summary>
    public string LastResult { get; private set; } = "No records processed";

    /// <summary>Receives no more.</summary>
    public void Stop() => ending.Cancel();

    /// <summary>Ends it, after the batches that are with the function.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await polling;
        ending.Dispose();
    }

    private async Task PollAsync()
    {
        var batches = new HashSet<Task>();
        var pause = FirstPause;
        try
        {
            while (true)
            {
                ending.Token.ThrowIfCancellationRequested(); // what there is may keep the rest from waiting
                await concurrency.EnterAsync(ending.Token);
                IReadOnlyList<TRecord> records = [];
                try
                {
                    records = await GatherAsync();
                    pause = FirstPause;
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    LastResult = failure is SourceUnavailableException ? failure.Message : "PROBLEM: internal error";
                    if (failure is not SourceUnavailableException) PollFailed(log, failure, mapping.Arn);
                    await Task.Delay(pause, clock, ending.Token);
                    pause = Longer(pause);
                }
                finally
                {
                    if (records.Count == 0) concurrency.Leave();
                }

                if (records.Count == 0) continue;
                if (ending.IsCancellationRequested)
                {
                    concurrency.Leave();
                    await GiveBackAsync(records);
                    continue;
                }

                batches.RemoveWhere(batch => batch.IsCompleted);
                batches.Add(Task.Run(() => ProcessAsync(records)));
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // What has been handed over runs to its end, and is told to the source.
            await Task.WhenAll(batches);
        }
    }

    /// <summary>A batch for the function: as many records as there are, or as come within the window, up to the batch's size and the event's.</summary>
    private async Task<IReadOnlyList<TRecord>> GatherAsync()
    {
        var batch = new List<TRecord>();
        var (size, startedAt, window) = (0L, 0L, TimeSpan.FromSeconds(mapping.WindowSeconds));
        if (target.Problem is { } problem) throw new SourceUnavailableException(problem);
        try
        {
            while (batch.Count < mapping.BatchSize && size <= FunctionLimits.RequestBytes - MostRecordBytes)
            {
                // No more at a time than fit, should each be as large as can be.
                var most = (int)Math.Min(mapping.BatchSize - batch.Count, (FunctionLimits.RequestBytes - size) / MostRecordBytes);
                var wait = startedAt == 0 ? LongPoll : Max(window - clock.GetElapsedTime(startedAt), TimeSpan.Zero);
                var received = await source.ReceiveAsync(most, wait, ending.Token);
                if (received.Count == 0) break;
                if (startedAt == 0) startedAt = clock.GetTimestamp();

                batch.AddRange(received);
                if (window > TimeSpan.Zero) await source.HoldAsync(received, window + target.Timeout + Margin);
                TRecord[] unwanted = [.. received.Where(record => !source.Matches(record))];
                if (unwanted.Length > 0) await source.CompleteAsync(unwanted);
                batch.RemoveAll(unwanted.Contains);
                size = batch.Sum(record => (long)source.SizeOf(record));
            }
        }
        catch (Exception) when (batch.Count > 0)
        {
            await source.ReturnAsync(batch);
            throw;
        }

        return batch;
    }

    private async Task GiveBackAsync(IReadOnlyList<TRecord> records)
    {
        try
        {
            await source.ReturnAsync(records);
        }
        catch (Exception failure)
        {
            PollFailed(log, failure, mapping.Arn); // they come again by themselves
        }
    }

    private async Task ProcessAsync(IReadOnlyList<TRecord> records)
    {
        try
        {
            var (payload, sent) = await FitAsync(records);
            var result = await InvokeAsync(sent, payload);
            if (result.Outcome == DeliveryOutcome.Delivered) await FinishAsync(sent, result.Payload);
            else Fail(result.Outcome);
        }
        catch (Exception failure)
        {
            LastResult = "PROBLEM: internal error";
            BatchFailed(log, failure, mapping.Arn);
            concurrency.BackOff();
        }
        finally
        {
            concurrency.Leave();
        }
    }

    /// <summary>The event of as many records as fit into it; the others go back.</summary>
    private async Task<(ReadOnlyMemory<byte> Payload, IReadOnlyList<TRecord> Sent)> FitAsync(IReadOnlyList<TRecord> records)
    {
        var payload = source.WriteEvent(records);
        var sent = records;
        while (payload.Length > FunctionLimits.RequestBytes && sent.Count > 1)
        {
            sent = [.. sent.Take((sent.Count + 1) / 2)];
            payload = source.WriteEvent(sent);
        }

        if (sent.Count < records.Count) await source.ReturnAsync([.. records.Skip(sent.Count)]);
        return (payload, sent);
    }

    /// <summary>Tries the function again while it has no room, for as long as the records are this poller's.</summary>
    private async Task<DeliveryResult> InvokeAsync(IReadOnlyList<TRecord> records, ReadOnlyMemory<byte> payload)
    {
        var traceHeader = records.Select(source.TraceHeaderOf).FirstOrDefault(static header => header is not null);
        var (startedAt, pause, isFirst) = (clock.GetTimestamp(), FirstPause, true);
        while (true)
        {
            // Nobody else gets them while the function has them.
            if (!isFirst || target.Timeout + Margin > source.Patience) await source.HoldAsync(records, target.Timeout + Margin);
            isFirst = false;
            var result = await target.InvokeAsync(payload, traceHeader, CancellationToken.None);
            if (result.Outcome is not (DeliveryOutcome.Throttled or DeliveryOutcome.Failed)) return result;
            concurrency.BackOff();
            LastResult = Describe(result.Outcome);
            if (ending.IsCancellationRequested || clock.GetElapsedTime(startedAt) + pause >= source.Patience) return result;
            await Task.WhenAny(Task.Delay(pause, clock, ending.Token));
            pause = Longer(pause);
        }
    }

    private async Task FinishAsync(IReadOnlyList<TRecord> records, ReadOnlyMemory<byte> answer)
    {
        var done = records;
        if (mapping.ReportsItemFailures)
        {
            var failed = BatchResponse.ReadFailures(answer, records.Select(source.IdentifierOf).ToHashSet(StringComparer.Ordinal));
            done = failed is null ? [] : [.. records.Where(record => !failed.Contains(source.IdentifierOf(record)))];
        }

        if (done.Count > 0) await source.CompleteAsync(done);
        if (done.Count == records.Count) LastResult = "OK";
        else Fail(DeliveryOutcome.FunctionError);
    }

    /// <summary>The records stay hidden until their time is over, and come again.</summary>
    private void Fail(DeliveryOutcome outcome)
    {
        LastResult = Describe(outcome);
        concurrency.BackOff();
    }

    private static string Describe(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Throttled => "PROBLEM: Function throttled",
        _ => "PROBLEM: Function call failed",
    };

    private static TimeSpan Longer(TimeSpan pause) => 2 * pause is var longer && longer < LongestPause ? longer : LongestPause;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    [LoggerMessage(EventId = 2601, Level = LogLevel.Error, Message = "Event source mapping {Arn} could not read its source")]
    private static partial void PollFailed(ILogger log, Exception failure, string arn);

    [LoggerMessage(EventId = 2602, Level = LogLevel.Error, Message = "Event source mapping {Arn} could not carry out a batch; its records come again")]
    private static partial void BatchFailed(ILogger log, Exception failure, string arn);
}
