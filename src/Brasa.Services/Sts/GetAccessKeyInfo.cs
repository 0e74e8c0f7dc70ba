using Brasa.Contracts.Sts;
using Brasa.Core.Operations;
using Brasa.Core.Errors;
using Brasa.Services.Iam.AccessKeys;

namespace Brasa.Services.Sts;

/// <summary>Says which account an access key belongs to.</summary>
internal sealed class GetAccessKeyInfo(KeyStore keys) : IOperation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse>
{
    public Task<GetAccessKeyInfoResponse> HandleAsync(GetAccessKeyInfoRequest request, RequestContext context, CancellationToken ct) => Task.FromResult(new GetAccessKeyInfoResponse
{
    Account = keys.AccountOf(request.AccessKeyId) ?? throw AwsException.Validation($"The access key {request.AccessKeyId} is not known here."),
});
}
