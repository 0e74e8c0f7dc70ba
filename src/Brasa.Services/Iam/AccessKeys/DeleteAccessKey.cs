using Brasa.Contracts.Iam;
using Brasa.Core.Operations;

namespace Brasa.Services.Iam.AccessKeys;

/// <summary>Deletes a key.</summary>
internal sealed class DeleteAccessKey(KeyStore keys) : IOperation<DeleteAccessKeyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteAccessKeyRequest request, RequestContext context, CancellationToken ct)
    {
        await keys.RemoveAsync(context.Account, request.UserName ?? Callers.UserNameOf(context), request.AccessKeyId, ct);
        return NoOutput.Value;
    }
}
