using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Shows an inline policy of a group.</summary>
internal sealed class GetGroupPolicy(IdentityKind<IamGroup> groups) : IOperation<GetGroupPolicyRequest, GetGroupPolicyResponse>
{
    public Task<GetGroupPolicyResponse> HandleAsync(GetGroupPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        var (group, document) = groups.GetInline(context, request.GroupName, request.PolicyName);
        return Task.FromResult(new GetGroupPolicyResponse { GroupName = group.Name, PolicyName = request.PolicyName, PolicyDocument = Descriptions.Encode(document) });
    }
}
