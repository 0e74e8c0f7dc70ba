using System.Collections.Immutable;
using System.Text.Json;
using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using ResourceConflictException = Brasa.Contracts.Lambda.ResourceConflictException;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>Event source mappings: durable in the resource store, and all of them in memory. Changes take turns.</summary>
internal sealed class MappingStore(IResourceStore store) : IDisposable
{
    private const string Service = "lambda";
    private const string Kind = "event-source-mapping";

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>By id, in its ordinal order.</summary>
    private volatile ImmutableSortedDictionary<string, EventSourceMapping> mappings = ImmutableSortedDictionary.Create<string, EventSourceMapping>(StringComparer.Ordinal);

    /// <summary>All there are.</summary>
    public IEnumerable<EventSourceMapping> All => mappings.Values;

    /// <summary>Reads all mappings into memory; before that, there are none.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        var loaded = mappings.ToBuilder();
        await foreach (var item in store.ReadAllAsync(new ResourcePrefix(Service, Kind), ct))
        {
            var mapping = JsonSerializer.Deserialize(item.Document.Span, MappingJson.Default.EventSourceMapping)
                ?? throw new InvalidDataException($"{item.Key} holds no event source mapping.");
            loaded[mapping.Id] = mapping;
        }

        mappings = loaded.ToImmutable();
    }

    /// <summary>The mapping of an id; <c>null</c> where there is none any more.</summary>
    public EventSourceMapping? Find(string id) => mappings.GetValueOrDefault(id);

    /// <summary>The mapping that a request is about.</summary>
    /// <exception cref="ResourceNotFoundException">The caller has none of that id in this region.</exception>
    public EventSourceMapping Get(string id, RequestContext context) =>
        mappings.TryGetValue(id, out var mapping) && mapping.Account == context.Account && mapping.Region == context.Region
            ? mapping
            : throw new ResourceNotFoundException("The resource you requested does not exist.");

    /// <summary>Adds a mapping.</summary>
    /// <exception cref="ResourceConflictException">The function has one from that source.</exception>
    public Task AddAsync(EventSourceMapping mapping, CancellationToken ct) => InTurnAsync(() =>
    {
        var same = mappings.Values.FirstOrDefault(known => known.SourceArn == mapping.SourceArn && known.Function == mapping.Function && !known.IsDeleted);
        if (same is not null)
            throw new ResourceConflictException($"An event source mapping with {MappingRules.ServiceOf(mapping.SourceArn).ToUpperInvariant()} arn (\" {mapping.SourceArn} \") and function (\" {mapping.FunctionName} \") already exists. Please update or delete the existing mapping with UUID {same.Id}");
        return WriteAsync(mapping, ct);
    }, ct);

    /// <summary>Replaces a mapping by what <paramref name="change"/> makes of it.</summary>
    /// <exception cref="ResourceNotFoundException">There is none of that id any more.</exception>
    public async Task<EventSourceMapping> UpdateAsync(string id, Func<EventSourceMapping, EventSourceMapping> change, CancellationToken ct)
    {
        EventSourceMapping changed = null!;
        await InTurnAsync(() =>
        {
            changed = change(Find(id) ?? throw new ResourceNotFoundException("The resource you requested does not exist."));
            return WriteAsync(changed, ct);
        }, ct);
        return changed;
    }

    /// <summary>Takes a mapping away for good.</summary>
    public Task RemoveAsync(EventSourceMapping mapping, CancellationToken ct) => InTurnAsync(async () =>
    {
        await store.WriteAsync([new ResourceWrite(StoreKey(mapping), null)], ct);
        mappings = mappings.Remove(mapping.Id);
    }, ct);

    public void Dispose() => turn.Dispose();

    private async Task WriteAsync(EventSourceMapping mapping, CancellationToken ct)
    {
        await store.WriteAsync([new ResourceWrite(StoreKey(mapping), JsonSerializer.SerializeToUtf8Bytes(mapping, MappingJson.Default.EventSourceMapping))], ct);
        mappings = mappings.SetItem(mapping.Id, mapping);
    }

    private async Task InTurnAsync(Func<Task> change, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            await change();
        }
        finally
        {
            turn.Release();
        }
    }

    private static ResourceKey StoreKey(EventSourceMapping mapping) => new(Service, Kind, mapping.Account, mapping.Region, mapping.Id);
}
