using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Gives a group an inline policy, in place of one of the same name.</summary>
internal sealed class PutGroupPolicy(IdentityKind<IamGroup> groups) : IOperation<PutGroupPolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(PutGroupPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await groups.PutInlineAsync(context, request.GroupName, request.PolicyName, request.PolicyDocument, ct);
        return NoOutput.Value;
    }
}
