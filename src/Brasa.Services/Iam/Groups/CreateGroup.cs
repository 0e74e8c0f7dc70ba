using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Creates a group, with nobody in it.</summary>
internal sealed class CreateGroup(IdentityKind<IamGroup> groups) : IOperation<CreateGroupRequest, CreateGroupResponse>
{
    public async Task<CreateGroupResponse> HandleAsync(CreateGroupRequest request, RequestContext context, CancellationToken ct)
    {
        var group = await groups.AddAsync(context, new IamGroup
        {
            Account = context.Account, Name = request.GroupName, Path = request.Path ?? "/", Id = Ids.New(Ids.Group), Created = Descriptions.Whole(context.Time),
        }, ct);
        return new CreateGroupResponse { Group = group.Describe() };
    }
}
