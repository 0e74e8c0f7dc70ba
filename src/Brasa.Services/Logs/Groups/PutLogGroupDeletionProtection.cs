using Brasa.Contracts.Logs;
using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Groups;

/// <summary>Keeps a log group and its streams from being deleted, or lets them be.</summary>
internal sealed class PutLogGroupDeletionProtection(LogGroups groups) : IOperation<PutLogGroupDeletionProtectionRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(PutLogGroupDeletionProtectionRequest request, RequestContext context, CancellationToken ct)
    {
        var key = LogGroups.KeyOf(context, LogGroups.NameOf(context, request.LogGroupIdentifier));
        await groups.UpdateAsync(key, group => group with { IsProtected = request.DeletionProtectionEnabled }, ct);
        return NoOutput.Value;
    }
}
