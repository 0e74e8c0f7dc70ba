using Brasa.Contracts.Iam;
using Brasa.Core.Operations;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Shows a version of a managed policy, with its document.</summary>
internal sealed class GetPolicyVersion(ManagedPolicyStore policies) : IOperation<GetPolicyVersionRequest, GetPolicyVersionResponse>
{
    public Task<GetPolicyVersionResponse> HandleAsync(GetPolicyVersionRequest request, RequestContext context, CancellationToken ct)
    {
        var policy = policies.Get(context, request.PolicyArn);
        return Task.FromResult(new GetPolicyVersionResponse { PolicyVersion = policy.Describe(policy.RequireVersion(request.VersionId)) });
    }
}
