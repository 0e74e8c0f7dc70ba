using Brasa.Contracts.Logs;
using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Groups;

/// <summary>Sets for how many days a log group keeps its events.</summary>
internal sealed class PutRetentionPolicy(LogGroups groups, Retention retention) : IOperation<PutRetentionPolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(PutRetentionPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        Retention.Check(request.RetentionInDays);
        var key = LogGroups.KeyOf(context, request.LogGroupName);
        retention.Expire(key, await groups.UpdateAsync(key, group => group with { RetentionDays = request.RetentionInDays }, ct));
        return NoOutput.Value;
    }
}
