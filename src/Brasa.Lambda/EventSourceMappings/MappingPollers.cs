using System.Collections.Concurrent;
using Brasa.Contracts.Lambda;
using Brasa.Core.Queues;
using Brasa.Lambda.EventSourceMappings.Polling;
using Brasa.Lambda.EventSourceMappings.Sqs;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>Lets each mapping that is enabled poll, and knows what state it is in.</summary>
internal sealed partial class MappingPollers(MappingStore mappings, IQueues queues, Func<EventSourceMapping, IBatchTarget> targetOf, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Running> running = new(StringComparer.Ordinal);

    /// <summary>Begins what is stored, once the queues are there.</summary>
    public void Start()
    {
        foreach (var mapping in mappings.All) Apply(mapping, mapping.IsDeleted ? "Deleting" : "Creating");
    }

    /// <summary>A mapping as it is, and what it last came to.</summary>
    public EventSourceMappingConfiguration Describe(EventSourceMapping mapping)
    {
        var (state, result) = running.TryGetValue(mapping.Id, out var known) ? (known.State, known.Poller?.LastResult ?? known.LastResult) : (Settled(mapping), null);
        return mapping.ToConfiguration(state, result);
    }

    /// <exception cref="ResourceInUseException">A change of it is still on its way.</exception>
    public void RequireSettled(EventSourceMapping mapping)
    {
        if (mapping.IsDeleted || (running.TryGetValue(mapping.Id, out var known) && known.State != Settled(mapping)))
            throw new ResourceInUseException("Cannot update the event source mapping because it is in use.");
    }

    /// <summary>Carries out what is stored of a mapping by now, in the background: what polled before ends first.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="meanwhile">The state until then.</param>
    public void Apply(EventSourceMapping mapping, string meanwhile)
    {
        var entry = running.GetOrAdd(mapping.Id, static _ => new Running());
        lock (entry)
        {
            entry.State = meanwhile;
            entry.Turn = CarryOutAsync(entry, entry.Turn, mapping);
        }
    }

    /// <summary>Nothing is received any more; batches that are with functions go on.</summary>
    public void Stop()
    {
        foreach (var entry in running.Values) entry.Poller?.Stop();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await Task.WhenAll(running.Values.Select(EndAsync));

    private static async Task EndAsync(Running entry)
    {
        entry.Poller?.Stop();
        await entry.Turn;
        if (entry.Poller is not { } poller) return;
        entry.Poller = null;
        await poller.DisposeAsync();
    }

    private static string Settled(EventSourceMapping mapping) => mapping.IsEnabled ? "Enabled" : "Disabled";

    private async Task CarryOutAsync(Running entry, Task before, EventSourceMapping changed)
    {
        await Task.Yield();
        await before;
        if (entry.Poller is { } old)
        {
            await old.DisposeAsync();
            entry.LastResult = old.LastResult;
            entry.Poller = null;
        }

        // What is stored by now, of which this may be one of several changes.
        if (mappings.Find(changed) is not { } mapping) running.TryRemove(changed.Id, out _);
        else if (mapping.IsDeleted) await RemoveAsync(mapping);
        else
        {
            if (mapping.IsEnabled) entry.Poller = new MappingPoller<ReceivedMessage>(new SqsSource(mapping, queues), mapping, targetOf(mapping), clock, log);
            entry.State = Settled(mapping);
        }
    }

    private async Task RemoveAsync(EventSourceMapping mapping)
    {
        try
        {
            await mappings.RemoveAsync(mapping, CancellationToken.None);
            running.TryRemove(mapping.Id, out _);
        }
        catch (Exception failure)
        {
            NotRemoved(log, failure, mapping.Arn);
        }
    }

    [LoggerMessage(EventId = 2603, Level = LogLevel.Error, Message = "Event source mapping {Arn} polls no more, and could not be removed; the next start of the server removes it")]
    private static partial void NotRemoved(ILogger log, Exception failure, string arn);

    private sealed class Running
    {
        public volatile string State = "Creating";

        public string? LastResult { get; set; }

        public MappingPoller<ReceivedMessage>? Poller { get; set; }

        /// <summary>The last change; changes wait for one another.</summary>
        public Task Turn { get; set; } = Task.CompletedTask;
    }
}
