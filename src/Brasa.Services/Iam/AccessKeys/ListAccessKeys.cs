using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.AccessKeys;

/// <summary>Lists the keys of a user, or of the caller, without their secrets.</summary>
internal sealed class ListAccessKeys(KeyStore keys) : IOperation<ListAccessKeysRequest, ListAccessKeysResponse>
{
    public Task<ListAccessKeysResponse> HandleAsync(ListAccessKeysRequest request, RequestContext context, CancellationToken ct)
    {
        var user = request.UserName ?? Callers.UserNameOf(context);
        var (page, next) = Descriptions.Page(keys.List(context.Account, user).OrderBy(key => key.Id, StringComparer.OrdinalIgnoreCase), key => key.Id, request.MaxItems, request.Marker);
        return Task.FromResult(new ListAccessKeysResponse
        {
            AccessKeyMetadata = [.. page.Select(key => new AccessKeyMetadata
            {
                UserName = user ?? IamRoot.Name, AccessKeyId = key.Id, Status = key.IsActive ? StatusType.Active : StatusType.Inactive, CreateDate = key.Created,
            })],
            IsTruncated = next is not null,
            Marker = next,
        });
    }
}
