using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Describes a user; the caller, where none is named.</summary>
internal sealed class GetUser(IdentityKind<IamUser> users) : IOperation<GetUserRequest, GetUserResponse>
{
    public Task<GetUserResponse> HandleAsync(GetUserRequest request, RequestContext context, CancellationToken ct) => Task.FromResult(new GetUserResponse
{
    User = (request.UserName ?? Callers.UserNameOf(context)) is { } name ? users.Get(context, name).Describe() : Callers.DescribeRoot(context),
});
}
