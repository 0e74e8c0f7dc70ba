using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using ResourceConflictException = Brasa.Contracts.Lambda.ResourceConflictException;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>Event source mappings, by id.</summary>
internal sealed class MappingStore(IResourceStore store) : IDisposable
{
    private readonly Documents<EventSourceMapping> mappings = new(store, "lambda", "event-source-mapping", MappingJson.Default.EventSourceMapping);

    /// <summary>All there are, of all accounts.</summary>
    public IEnumerable<EventSourceMapping> All => mappings.All.Select(known => known.Value);

    /// <summary>Reads all mappings into memory; before that, there are none.</summary>
    public Task LoadAsync(CancellationToken ct) => mappings.LoadAsync(ct);

    /// <summary>An account's mappings in a region, in the ordinal order of their ids.</summary>
    public IEnumerable<EventSourceMapping> List(string account, string region) => mappings.In(account, region).Values;

    /// <summary>A mapping as it is stored now; <c>null</c> where it is no more.</summary>
    public EventSourceMapping? Find(EventSourceMapping mapping) => mappings.Find(mapping.Account, mapping.Region, mapping.Id);

    /// <summary>The mapping that a request is about.</summary>
    /// <exception cref="ResourceNotFoundException">The caller has none of that id in this region.</exception>
    public EventSourceMapping Get(string id, RequestContext context) => mappings.Find(context.Account, context.Region, id) ?? throw NotFound();

    /// <summary>Adds a mapping.</summary>
    /// <exception cref="ResourceConflictException">The function has one from that source.</exception>
    public Task AddAsync(EventSourceMapping mapping, CancellationToken ct) => mappings.UpdateAsync(mapping.Account, mapping.Region, mapping.Id, _ =>
    {
        var same = List(mapping.Account, mapping.Region).FirstOrDefault(known => known.SourceArn == mapping.SourceArn && known.Function == mapping.Function && !known.IsDeleted);
        if (same is not null)
            throw new ResourceConflictException($"An event source mapping with {MappingRules.ServiceOf(mapping.SourceArn).ToUpperInvariant()} arn (\" {mapping.SourceArn} \") and function (\" {mapping.FunctionName} \") already exists. Please update or delete the existing mapping with UUID {same.Id}");
        return mapping;
    }, ct);

    /// <summary>Replaces a mapping by what <paramref name="change"/> makes of it.</summary>
    /// <exception cref="ResourceNotFoundException">It is not there any more.</exception>
    public async Task<EventSourceMapping> UpdateAsync(EventSourceMapping mapping, Func<EventSourceMapping, EventSourceMapping> change, CancellationToken ct) =>
        (await mappings.UpdateAsync(mapping.Account, mapping.Region, mapping.Id, known => change(known ?? throw NotFound()), ct))!;

    /// <summary>Takes a mapping away for good.</summary>
    public Task RemoveAsync(EventSourceMapping mapping, CancellationToken ct) => mappings.UpdateAsync(mapping.Account, mapping.Region, mapping.Id, static _ => null, ct);

    public void Dispose() => mappings.Dispose();

    private static ResourceNotFoundException NotFound() => new("The resource you requested does not exist.");
}
