using Brasa.Contracts.Iam;
using Brasa.Core.Operations;

namespace Brasa.Services.Iam.AccessKeys;

/// <summary>Lets a key be used, or not.</summary>
internal sealed class UpdateAccessKey(KeyStore keys) : IOperation<UpdateAccessKeyRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(UpdateAccessKeyRequest request, RequestContext context, CancellationToken ct)
    {
        if (request.Status == StatusType.Expired) throw Core.Errors.AwsException.Validation("Status must be Active or Inactive.");
        await keys.SetStatusAsync(context.Account, request.UserName ?? Callers.UserNameOf(context), request.AccessKeyId, request.Status == StatusType.Active, ct);
        return NoOutput.Value;
    }
}
