using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>Describes a mapping.</summary>
internal sealed class GetEventSourceMapping(MappingStore mappings, MappingPollers pollers) : IOperation<GetEventSourceMappingRequest, EventSourceMappingConfiguration>
{
    public Task<EventSourceMappingConfiguration> HandleAsync(GetEventSourceMappingRequest request, RequestContext context, CancellationToken ct) =>
        Task.FromResult(pollers.Describe(mappings.Get(request.UUID, context)));
}
