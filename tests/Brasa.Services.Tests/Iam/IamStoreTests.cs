using Brasa.Services.Iam.Identities;
using Brasa.Services.Iam.ManagedPolicies;
using Brasa.Services.Tests.Iam.Support;
using static Brasa.Services.Tests.Iam.Support.StoredIdentities;

namespace Brasa.Services.Tests.Iam;

public sealed class IamStoreTests : IDisposable
{
    private readonly StoredIdentities identities = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_there_again_after_a_restart()
    {
        var user = User("ana", ("s3:GetObject", "*")) with { Path = "/staff/", Groups = ["b", "a"], Tags = IdentityRules.NoTags.Add("K", "v"), Attached = ["arn:aws:iam::aws:policy/ReadOnly"] };
        await identities.AddAsync(user);
        await identities.AddAsync(Role("worker") with { Boundary = "arn:aws:iam::aws:policy/PowerUserAccess", MaxSessionSeconds = 7_200, Service = "sqs.amazonaws.com" });
        await identities.Store.UpdateAsync(Account, account => account with
        {
            Groups = account.Groups.Add("G", new IamGroup { Account = Account, Name = "G", Id = "AGPA", Created = DateTimeOffset.UnixEpoch }),
            Policies = account.Policies.Add("P", new IamPolicy
            {
                Account = Account, Name = "P", Id = "ANPA", Created = DateTimeOffset.UnixEpoch, Updated = DateTimeOffset.UnixEpoch, Default = 2, Next = 4,
                Versions = ManagedPolicyStore.Versions(2, new IamPolicyVersion("{}", DateTimeOffset.UnixEpoch)).Add(3, new IamPolicyVersion("[]", DateTimeOffset.UnixEpoch)),
            }),
        }, Ct);
        var before = identities.Store.Get(Account);
        await identities.RestartAsync();

        var after = identities.Store.Get(Account);
        Assert.Equivalent(before, after, strict: true);
        Assert.Equal("/staff/", after.Users["ANA"].Path);
        Assert.Equal(["a", "b"], after.Users["ana"].Groups);
        Assert.Equal("v", after.Users["ana"].Tags["k"]);
        Assert.Equal([2, 3], after.Policies["p"].Versions.Keys);
    }

    [Fact]
    public async Task A_name_that_comes_back_in_another_case_is_stored_once()
    {
        await identities.AddAsync(User("ana"));
        await identities.Store.UpdateAsync(Account, account => account with { Users = account.Users.Remove("ana").Add("Ana", User("Ana")) }, Ct);
        await identities.RestartAsync();

        Assert.Equal("Ana", Assert.Single(identities.Store.Get(Account).Users).Key);
    }

    [Fact]
    public async Task A_change_that_is_refused_changes_nothing()
    {
        await identities.AddAsync(User("ana"));
        var before = identities.Store.Get(Account);

        await Assert.ThrowsAsync<InvalidOperationException>(() => identities.Store.UpdateAsync(Account, _ => throw new InvalidOperationException("no"), Ct));

        Assert.Same(before, identities.Store.Get(Account));
        await identities.AddAsync(User("bob")); // nobody waits for the one that was refused
        Assert.Equal(2, identities.Store.Get(Account).Users.Count);
    }

    [Fact]
    public async Task Changes_at_the_same_time_are_all_made()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => identities.AddAsync(User($"u{number}"))));
        await identities.RestartAsync();

        Assert.Equal(50, identities.Store.Get(Account).Users.Count);
    }

    public void Dispose() => identities.Dispose();
}
