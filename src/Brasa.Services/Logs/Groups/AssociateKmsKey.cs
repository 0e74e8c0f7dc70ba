using Brasa.Contracts.Logs;
using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Groups;

/// <summary>Names the key that a log group's events are said to be encrypted with; it is stored, and nothing more.</summary>
internal sealed class AssociateKmsKey(LogGroups groups) : IOperation<AssociateKmsKeyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(AssociateKmsKeyRequest request, RequestContext context, CancellationToken ct)
    {
        var key = LogGroups.KeyOf(context, KeyedGroups.NameOf(context, request.LogGroupName, request.ResourceIdentifier));
        await groups.UpdateAsync(key, group => group with { KmsKeyId = request.KmsKeyId }, ct);
        return NoOutput.Value;
    }
}
