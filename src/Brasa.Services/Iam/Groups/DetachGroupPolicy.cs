using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Takes a managed policy off a group.</summary>
internal sealed class DetachGroupPolicy(IdentityKind<IamGroup> groups) : IOperation<DetachGroupPolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DetachGroupPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await groups.DetachAsync(context, request.GroupName, request.PolicyArn, ct);
        return NoOutput.Value;
    }
}
