using Brasa.Contracts.Sts;
using Brasa.Core.Operations;
using Brasa.Services.Iam;

namespace Brasa.Services.Sts;

/// <summary>Says who asks.</summary>
internal sealed class GetCallerIdentity : IOperation<GetCallerIdentityRequest, GetCallerIdentityResponse>
{
    public Task<GetCallerIdentityResponse> HandleAsync(GetCallerIdentityRequest request, RequestContext context, CancellationToken ct) => Task.FromResult(new GetCallerIdentityResponse { Account = context.Principal.Account, Arn = Sessions.ArnOf(context.Principal), UserId = Sessions.UserIdOf(context.Principal) });
}
