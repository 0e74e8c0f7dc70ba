using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Shows an inline policy of a user.</summary>
internal sealed class GetUserPolicy(IdentityKind<IamUser> users) : IOperation<GetUserPolicyRequest, GetUserPolicyResponse>
{
    public Task<GetUserPolicyResponse> HandleAsync(GetUserPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        var (user, document) = users.GetInline(context, request.UserName, request.PolicyName);
        return Task.FromResult(new GetUserPolicyResponse { UserName = user.Name, PolicyName = request.PolicyName, PolicyDocument = Descriptions.Encode(document) });
    }
}
