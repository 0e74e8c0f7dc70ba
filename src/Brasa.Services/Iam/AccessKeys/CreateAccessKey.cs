using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.AccessKeys;

/// <summary>Makes a key for a user, or for the caller; its secret is shown this once.</summary>
internal sealed class CreateAccessKey(KeyStore keys) : IOperation<CreateAccessKeyRequest, CreateAccessKeyResponse>
{
    public async Task<CreateAccessKeyResponse> HandleAsync(CreateAccessKeyRequest request, RequestContext context, CancellationToken ct)
    {
        var user = request.UserName ?? Callers.UserNameOf(context);
        var (key, secret) = await keys.CreateAsync(context.Account, user, Descriptions.Whole(context.Time), ct);
        return new CreateAccessKeyResponse
        {
            AccessKey = new AccessKey { UserName = user ?? IamRoot.Name, AccessKeyId = key.Id, SecretAccessKey = secret, Status = StatusType.Active, CreateDate = key.Created },
        };
    }
}
