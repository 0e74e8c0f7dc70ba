using System.Text.Json;
using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.ResourcePolicies;

/// <summary>Puts a policy that lets other services write to log groups. It is stored: no service here writes on behalf of another account.</summary>
internal sealed class PutResourcePolicy(Documents<StoredPolicy> policies, LogGroups groups) : IOperation<PutResourcePolicyRequest, PutResourcePolicyResponse>
{
    /// <remarks>CloudWatch Logs User Guide, "CloudWatch Logs quotas"; those of log groups count as many as there are groups.</remarks>
    private const int MostOfAccount = 10;

    /// <summary>Characters of a name.</summary>
    private const int MostName = 512;

    public async Task<PutResourcePolicyResponse> HandleAsync(PutResourcePolicyRequest request, RequestContext context, CancellationToken ct)
    {
        if (request.PolicyName is { Length: > MostName }) throw LogErrors.Invalid($"policyName must have at most {MostName} characters.");
        if (request.PolicyDocument is not { } document || !IsObject(document)) throw LogErrors.Invalid("Policy document is not valid JSON.");

        var key = PolicyKeys.Of(context, groups, request.PolicyName, request.ResourceArn);
        var stored = await policies.UpdateAsync(context.Account, context.Region, key, policy =>
        {
            PolicyKeys.RequireRevision(policy, request.ExpectedRevisionId);
            if (policy is null && request.ResourceArn is null && policies.In(context.Account, context.Region).Values.Count(other => other.ResourceArn is null) >= MostOfAccount)
                throw LogErrors.TooMany;
            return new StoredPolicy
            {
                Key = key,
                Name = request.PolicyName,
                ResourceArn = request.ResourceArn is null ? null : key,
                Document = document,
                UpdatedAt = context.Time.ToUnixTimeMilliseconds(),
                Revision = Guid.NewGuid().ToString(),
            };
        }, ct);
        return new PutResourcePolicyResponse { ResourcePolicy = PolicyKeys.Describe(stored!), RevisionId = stored!.Revision };
    }

    private static bool IsObject(string document)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
