using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>Adds a version to a managed policy, and puts it in force where that is asked for.</summary>
internal sealed class CreatePolicyVersion(ManagedPolicyStore policies) : IOperation<CreatePolicyVersionRequest, CreatePolicyVersionResponse>
{
    public async Task<CreatePolicyVersionResponse> HandleAsync(CreatePolicyVersionRequest request, RequestContext context, CancellationToken ct)
    {
        PolicyDocuments.RequireManagedPolicy(request.PolicyDocument);
        var policy = await policies.UpdateAsync(context, request.PolicyArn, policy =>
        {
            if (policy.Versions.Count >= PolicyRules.MostVersions)
                throw new LimitExceededException($"A managed policy can have up to {PolicyRules.MostVersions} versions. Before you create a new version, you must delete an existing version.");
            return policy with
            {
                Versions = policy.Versions.Add(policy.Next, new IamPolicyVersion(request.PolicyDocument, Descriptions.Whole(context.Time))),
                Default = request.SetAsDefault == true ? policy.Next : policy.Default,
                Next = policy.Next + 1,
                Updated = Descriptions.Whole(context.Time),
            };
        }, ct);
        return new CreatePolicyVersionResponse { PolicyVersion = policy.Describe(policy.Next - 1) with { Document = null } };
    }
}
