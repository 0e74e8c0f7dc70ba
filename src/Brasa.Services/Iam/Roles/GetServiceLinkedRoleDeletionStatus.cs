using Brasa.Contracts.Iam;
using Brasa.Core.Operations;

namespace Brasa.Services.Iam.Roles;

/// <summary>Says that a service-linked role has been deleted: it is done at once.</summary>
internal sealed class GetServiceLinkedRoleDeletionStatus()
    : IOperation<GetServiceLinkedRoleDeletionStatusRequest, GetServiceLinkedRoleDeletionStatusResponse>
{
    public Task<GetServiceLinkedRoleDeletionStatusResponse> HandleAsync(GetServiceLinkedRoleDeletionStatusRequest request, RequestContext context, CancellationToken ct)
    {
        if (!ServiceLinkedRoles.IsDeletion(request.DeletionTaskId)) throw new NoSuchEntityException($"The deletion task {request.DeletionTaskId} cannot be found.");
        return Task.FromResult(new GetServiceLinkedRoleDeletionStatusResponse { Status = DeletionTaskStatusType.Succeeded });
    }
}
