using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Gives a user another name or path, and so another ARN.</summary>
internal sealed class UpdateUser(IdentityKind<IamUser> users, IAuthorizer authorizer) : IOperation<UpdateUserRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(UpdateUserRequest request, RequestContext context, CancellationToken ct)
    {
        await users.UpdateAsync(context, request.UserName, (_, user) =>
        {
            var renamed = user with { Name = request.NewUserName ?? user.Name, Path = request.NewPath ?? user.Path };
            authorizer.Authorize("iam:UpdateUser", renamed.Arn, context); // it was asked about who is renamed; this is who comes of it
            return renamed;
        }, ct);
        return NoOutput.Value;
    }
}
