using Brasa.Contracts.Iam;
using Brasa.Core.Operations;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Describes a managed policy.</summary>
internal sealed class GetPolicy(ManagedPolicyStore policies) : IOperation<GetPolicyRequest, GetPolicyResponse>
{
    public Task<GetPolicyResponse> HandleAsync(GetPolicyRequest request, RequestContext context, CancellationToken ct) => Task.FromResult(new GetPolicyResponse { Policy = policies.Describe(context, policies.Get(context, request.PolicyArn)) });
}
