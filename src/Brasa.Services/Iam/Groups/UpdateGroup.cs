using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Identities;

namespace Brasa.Services.Iam.Groups;

/// <summary>Gives a group another name or path; who is in it stays.</summary>
internal sealed class UpdateGroup(IamStore store, IAuthorizer authorizer) : IOperation<UpdateGroupRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(UpdateGroupRequest request, RequestContext context, CancellationToken ct)
    {
        await store.UpdateAsync(context.Account, account =>
        {
            var group = account.Groups.GetValueOrDefault(request.GroupName) ?? throw IdentityRules.Groups.NotFound(request.GroupName);
            var renamed = group with { Name = request.NewGroupName ?? group.Name, Path = request.NewPath ?? group.Path };
            authorizer.Authorize("iam:UpdateGroup", renamed.Arn, context); // it was asked about what is renamed; this is what comes of it
            var others = account.Groups.Remove(group.Name);
            if (others.ContainsKey(renamed.Name)) throw IdentityRules.Groups.AlreadyExists(renamed.Name);
            var members = account.Users.Values.Where(user => user.Groups.Contains(group.Name))
                .Select(user => KeyValuePair.Create(user.Name, user with { Groups = user.Groups.Remove(group.Name).Add(renamed.Name) }));
            return account with { Groups = others.Add(renamed.Name, renamed), Users = account.Users.SetItems(members) };
        }, ct);
        return NoOutput.Value;
    }
}
