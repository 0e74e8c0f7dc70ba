using Brasa.Contracts.Iam;
using Brasa.Core.Operations;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Deletes a managed policy that is attached to nobody.</summary>
internal sealed class DeletePolicy(ManagedPolicyStore policies) : IOperation<DeletePolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeletePolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await policies.RemoveAsync(context, request.PolicyArn, ct);
        return NoOutput.Value;
    }
}
