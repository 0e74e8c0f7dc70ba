using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Gives a user another name or path, and so another ARN.</summary>
internal sealed class UpdateUser(IdentityKind<IamUser> users) : IOperation<UpdateUserRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(UpdateUserRequest request, RequestContext context, CancellationToken ct)
    {
        await users.UpdateAsync(context, request.UserName, (_, user) => user with { Name = request.NewUserName ?? user.Name, Path = request.NewPath ?? user.Path }, ct);
        return NoOutput.Value;
    }
}
