using Brasa.Contracts.Iam;
using Brasa.Core.Operations;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Creates a managed policy; its document is version v1.</summary>
internal sealed class CreatePolicy(ManagedPolicyStore policies) : IOperation<CreatePolicyRequest, CreatePolicyResponse>
{
    public async Task<CreatePolicyResponse> HandleAsync(CreatePolicyRequest request, RequestContext context, CancellationToken ct)
    {
        PolicyDocuments.RequireManagedPolicy(request.PolicyDocument);
        var policy = await policies.AddAsync(context, request, ct);
        return new CreatePolicyResponse { Policy = policies.Describe(context, policy) };
    }
}
