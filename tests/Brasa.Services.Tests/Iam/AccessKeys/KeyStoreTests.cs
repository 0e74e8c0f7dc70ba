using System.Text;
using Brasa.Contracts.Iam;
using Brasa.Core.Identity;
using Brasa.Services.Tests.Iam.Support;
using static Brasa.Services.Tests.Iam.Support.StoredIdentities;

namespace Brasa.Services.Tests.Iam.AccessKeys;

public sealed class KeyStoreTests : IDisposable
{
    private readonly StoredIdentities identities = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_its_user_s_also_after_a_restart_and_its_secret_is_not_stored_as_it_is()
    {
        await identities.AddAsync(User("ana"));
        var (key, secret) = await identities.Keys.CreateAsync(Account, "ANA", DateTimeOffset.UnixEpoch, Ct);
        await identities.RestartAsync();

        var found = identities.Keys.Find(key.Id, null)!;
        Assert.Equal((secret, true), (Encoding.UTF8.GetString(found.Secret.Span), found.IsActive));
        Assert.Equal(Principal(User("ana")), found.Principal);
        Assert.Equal(-1, identities.ReadStored().AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)));
        Assert.Equal(Account, identities.Keys.AccountOf(key.Id));
    }

    [Fact]
    public async Task A_key_follows_its_user_s_name_and_goes_with_it()
    {
        await identities.AddAsync(User("ana"));
        var (key, _) = await identities.Keys.CreateAsync(Account, "ana", DateTimeOffset.UnixEpoch, Ct);

        await identities.Store.UpdateAsync(Account, account => account with { Users = account.Users.Remove("ana").Add("eva", account.Users["ana"] with { Name = "eva" }) }, Ct);
        Assert.Equal("eva", Assert.IsType<UserPrincipal>(identities.Keys.Find(key.Id, null)!.Principal).Name);

        await identities.Store.UpdateAsync(Account, account => account with { Users = account.Users.Remove("eva") }, Ct);
        Assert.Null(identities.Keys.Find(key.Id, null));
    }

    [Fact]
    public async Task A_key_that_is_disabled_or_removed_is_so_at_once()
    {
        var (key, _) = await identities.Keys.CreateAsync(Account, null, DateTimeOffset.UnixEpoch, Ct);
        Assert.Equal(new AccountPrincipal(Account), identities.Keys.Find(key.Id, null)!.Principal);

        await identities.Keys.SetStatusAsync(Account, null, key.Id, isActive: false, Ct);
        Assert.False(identities.Keys.Find(key.Id, null)!.IsActive);
        await identities.Keys.RemoveAsync(Account, null, key.Id, Ct);
        Assert.Null(identities.Keys.Find(key.Id, null));
        await Assert.ThrowsAsync<NoSuchEntityException>(() => identities.Keys.RemoveAsync(Account, null, key.Id, Ct));
    }

    [Fact]
    public async Task Another_root_key_takes_the_place_of_a_disabled_one_and_never_of_one_in_use()
    {
        var first = await identities.Keys.AddRootAsync(Account, DateTimeOffset.UnixEpoch, Ct);
        var second = await identities.Keys.AddRootAsync(Account, DateTimeOffset.UnixEpoch.AddHours(1), Ct);
        Assert.Equal(new[] { first.Id!, second.Id! }.ToHashSet(), (await identities.Keys.AddRootAsync(Account, DateTimeOffset.UnixEpoch, Ct)).InUse.ToHashSet());

        await identities.Keys.SetStatusAsync(Account, null, first.Id!, isActive: false, Ct);
        await identities.Keys.SetStatusAsync(Account, null, second.Id!, isActive: false, Ct);
        var third = await identities.Keys.AddRootAsync(Account, DateTimeOffset.UnixEpoch, Ct);
        Assert.Equal(first.Id, third.Removed);
        Assert.Equal(third.Secret, Encoding.UTF8.GetString(identities.Keys.Find(third.Id!, null)!.Secret.Span));
        Assert.NotNull((await identities.Keys.AddRootAsync("999999999999", DateTimeOffset.UnixEpoch, Ct)).Id);
    }

    [Fact]
    public async Task A_key_is_nobody_else_s_to_change()
    {
        await identities.AddAsync(User("ana"));
        await identities.AddAsync(User("bob"));
        var (key, _) = await identities.Keys.CreateAsync(Account, "ana", DateTimeOffset.UnixEpoch, Ct);

        await Assert.ThrowsAsync<NoSuchEntityException>(() => identities.Keys.RemoveAsync(Account, "bob", key.Id, Ct));
        await Assert.ThrowsAsync<NoSuchEntityException>(() => identities.Keys.SetStatusAsync("999999999999", null, key.Id, isActive: false, Ct));
        Assert.True(identities.Keys.Find(key.Id, null)!.IsActive);
    }

    public void Dispose() => identities.Dispose();
}
