using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Removes an inline policy of a group.</summary>
internal sealed class DeleteGroupPolicy(IdentityKind<IamGroup> groups) : IOperation<DeleteGroupPolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteGroupPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await groups.DeleteInlineAsync(context, request.GroupName, request.PolicyName, ct);
        return NoOutput.Value;
    }
}
