using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Deletes the role of a service, at once.</summary>
internal sealed class DeleteServiceLinkedRole(IdentityKind<IamRole> roles)
    : IOperation<DeleteServiceLinkedRoleRequest, DeleteServiceLinkedRoleResponse>
{
    public async Task<DeleteServiceLinkedRoleResponse> HandleAsync(DeleteServiceLinkedRoleRequest request, RequestContext context, CancellationToken ct)
    {
        var name = request.RoleName;
        if (roles.Get(context, name).Service is null) throw new InvalidInputException($"{name} is not a service-linked role.");
        await roles.RemoveAsync(context, name, static (_, _) => { }, ct);
        return new DeleteServiceLinkedRoleResponse { DeletionTaskId = ServiceLinkedRoles.DeletionOf(name) };
    }
}
