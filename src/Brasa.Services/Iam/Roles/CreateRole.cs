using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Roles;

/// <summary>Creates a role, and says who may become it.</summary>
internal sealed class CreateRole(IdentityKind<IamRole> roles) : IOperation<CreateRoleRequest, CreateRoleResponse>
{
    public async Task<CreateRoleResponse> HandleAsync(CreateRoleRequest request, RequestContext context, CancellationToken ct)
    {
        PolicyDocuments.RequireTrustPolicy(request.AssumeRolePolicyDocument);
        var role = await roles.AddAsync(context, new IamRole
        {
            Account = context.Account, Name = request.RoleName, Path = request.Path ?? "/", Id = Ids.New(Ids.Role), Created = Descriptions.Whole(context.Time),
            TrustPolicy = request.AssumeRolePolicyDocument, Description = request.Description, MaxSessionSeconds = request.MaxSessionDuration ?? IamRole.DefaultSessionSeconds,
            Boundary = request.PermissionsBoundary, Tags = IdentityRules.WithTags(IdentityRules.NoTags, request.Tags),
        }, ct);
        return new CreateRoleResponse { Role = role.Describe() };
    }
}
