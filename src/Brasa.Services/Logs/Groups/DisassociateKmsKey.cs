using Brasa.Contracts.Logs;
using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Groups;

/// <summary>Takes the key's name off a log group.</summary>
internal sealed class DisassociateKmsKey(LogGroups groups) : IOperation<DisassociateKmsKeyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DisassociateKmsKeyRequest request, RequestContext context, CancellationToken ct)
    {
        var key = LogGroups.KeyOf(context, KeyedGroups.NameOf(context, request.LogGroupName, request.ResourceIdentifier));
        await groups.UpdateAsync(key, group => group with { KmsKeyId = null }, ct);
        return NoOutput.Value;
    }
}
