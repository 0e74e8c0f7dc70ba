using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Users;

/// <summary>Creates a user, who may do nothing yet.</summary>
internal sealed class CreateUser(IdentityKind<IamUser> users) : IOperation<CreateUserRequest, CreateUserResponse>
{
    public async Task<CreateUserResponse> HandleAsync(CreateUserRequest request, RequestContext context, CancellationToken ct)
    {
        var user = await users.AddAsync(context, new IamUser
        {
            Account = context.Account, Name = request.UserName, Path = request.Path ?? "/", Id = Ids.New(Ids.User), Created = Descriptions.Whole(context.Time),
            Boundary = request.PermissionsBoundary, Tags = IdentityRules.WithTags(IdentityRules.NoTags, request.Tags),
        }, ct);
        return new CreateUserResponse { User = user.Describe() };
    }
}
