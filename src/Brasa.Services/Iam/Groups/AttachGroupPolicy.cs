using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Attaches a managed policy to a group.</summary>
internal sealed class AttachGroupPolicy(IdentityKind<IamGroup> groups) : IOperation<AttachGroupPolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(AttachGroupPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await groups.AttachAsync(context, request.GroupName, request.PolicyArn, ct);
        return NoOutput.Value;
    }
}
