using Brasa.Contracts.Logs;
using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Groups;

/// <summary>Lets a log group keep its events for as long as there is room.</summary>
internal sealed class DeleteRetentionPolicy(LogGroups groups) : IOperation<DeleteRetentionPolicyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteRetentionPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        await groups.UpdateAsync(LogGroups.KeyOf(context, request.LogGroupName), group => group with { RetentionDays = null }, ct);
        return NoOutput.Value;
    }
}
