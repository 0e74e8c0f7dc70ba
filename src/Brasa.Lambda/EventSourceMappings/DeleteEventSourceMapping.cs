using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>Deletes a mapping, once the batches that are with its function have come to their end.</summary>
internal sealed class DeleteEventSourceMapping(MappingStore mappings, MappingPollers pollers) : IOperation<DeleteEventSourceMappingRequest, EventSourceMappingConfiguration>
{
    public async Task<EventSourceMappingConfiguration> HandleAsync(DeleteEventSourceMappingRequest request, RequestContext context, CancellationToken ct)
    {
        var mapping = await mappings.UpdateAsync(mappings.Get(request.UUID, context), known =>
        {
            pollers.RequireSettled(known);
            return known with { IsDeleted = true };
        }, ct);
        pollers.Apply(mapping, "Deleting");
        return mapping.ToConfiguration("Deleting", null);
    }
}
