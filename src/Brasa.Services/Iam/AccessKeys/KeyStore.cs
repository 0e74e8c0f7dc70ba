using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Brasa.Contracts.Iam;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using Brasa.Services.Iam.Identities;
using Brasa.Services.Sts;
using AccessKey = Brasa.Core.Identity.AccessKey;

namespace Brasa.Services.Iam.AccessKeys;

/// <summary>Keys of users and of root users. Secrets are in memory for those who verify signatures, and encrypted where they are stored.</summary>
internal sealed class KeyStore : IAccessKeys
{
    /// <remarks>IAM user guide, "IAM and AWS STS quotas".</remarks>
    private const int MostKeys = 2;

    private readonly ConcurrentDictionary<string, AccessKey> keys = new();
    private readonly IamStore store;
    private readonly ISealer secrets;
    private readonly SessionTokens sessions;

    public KeyStore(IamStore store, ISealer secrets, SessionTokens sessions)
    {
        (this.store, this.secrets, this.sessions) = (store, secrets, sessions);
        foreach (var account in store.All) Follow(new IamAccount(account.Account), account);
        store.Changed += Follow;
    }

    /// <inheritdoc />
    public AccessKey? Find(string accessKeyId, string? sessionToken) =>
        accessKeyId.StartsWith(Ids.TemporaryKey, StringComparison.Ordinal) ? sessions.Open(accessKeyId, sessionToken) : keys.GetValueOrDefault(accessKeyId);

    /// <summary>The account that a key belongs to; <c>null</c> where there is no such key.</summary>
    public string? AccountOf(string accessKeyId) => keys.GetValueOrDefault(accessKeyId)?.Principal.Account;

    /// <summary>The keys of a user, or of the root user where <paramref name="user"/> is <c>null</c>.</summary>
    /// <exception cref="NoSuchEntityException">There is no such user.</exception>
    public ImmutableArray<UserKey> List(string account, string? user) => Of(store.Get(account), user);

    /// <summary>Makes a key; this is the only time that its secret is seen.</summary>
    /// <exception cref="LimitExceededException">The user has two already.</exception>
    public async Task<(UserKey Key, string Secret)> CreateAsync(string account, string? user, DateTimeOffset now, CancellationToken ct)
    {
        var (id, secret) = (Ids.NewKey(Ids.Key), Ids.NewSecret());
        var key = new UserKey(id, secrets.Seal(secret, id), true, now);
        await UpdateAsync(account, user, present =>
            present.Length < MostKeys ? present.Add(key) : throw new LimitExceededException($"Cannot exceed quota for AccessKeysPerUser: {MostKeys}"), ct);
        return (key, secret);
    }

    /// <summary>Makes another key for the root user; where there are two, in place of a disabled one, the older first.</summary>
    public async Task<AddedRootKey> AddRootAsync(string account, DateTimeOffset now, CancellationToken ct)
    {
        var present = List(account, null);
        var spare = present.Length < MostKeys ? null : present.Where(key => !key.IsActive).MinBy(key => key.Created);
        if (present.Length >= MostKeys && spare is null) return new AddedRootKey { InUse = [.. present.Select(key => key.Id)] };

        if (spare is not null) await RemoveAsync(account, null, spare.Id, ct);
        var (key, secret) = await CreateAsync(account, null, now, ct);
        return new AddedRootKey { Id = key.Id, Secret = secret, Removed = spare?.Id };
    }

    /// <exception cref="NoSuchEntityException">The user has no such key.</exception>
    public Task SetStatusAsync(string account, string? user, string id, bool isActive, CancellationToken ct) => UpdateAsync(account, user, present =>
    {
        var key = present.FirstOrDefault(key => key.Id == id) ?? throw NotFound(id);
        return present.Replace(key, key with { IsActive = isActive });
    }, ct);

    /// <exception cref="NoSuchEntityException">The user has no such key.</exception>
    public Task RemoveAsync(string account, string? user, string id, CancellationToken ct) => UpdateAsync(account, user, present =>
        present.RemoveAll(key => key.Id == id) is { } rest && rest.Length < present.Length ? rest : throw NotFound(id), ct);

    private Task<IamAccount> UpdateAsync(string account, string? user, Func<ImmutableArray<UserKey>, ImmutableArray<UserKey>> change, CancellationToken ct) =>
        store.UpdateAsync(account, before =>
        {
            var changed = change(Of(before, user));
            if (user is null) return before with { Roots = before.Roots.SetItem(IamRoot.Name, new IamRoot { Account = account, Keys = changed }) };
            var owner = before.Users[user];
            return before with { Users = before.Users.SetItem(owner.Name, owner with { Keys = changed }) };
        }, ct);

    private static ImmutableArray<UserKey> Of(IamAccount account, string? user) =>
        user is null ? account.RootKeys : account.Users.TryGetValue(user, out var found) ? found.Keys : throw IdentityRules.Users.NotFound(user);

    /// <summary>Keeps what is looked up in step with what is stored.</summary>
    private void Follow(IamAccount before, IamAccount after)
    {
        foreach (var (id, _) in OwnedKeys(before).ExceptBy(OwnedKeys(after).Select(owned => owned.Key.Id), owned => owned.Key.Id).Select(owned => (owned.Key.Id, owned.Owner)))
            keys.TryRemove(id, out _);
        foreach (var (key, owner) in OwnedKeys(after))
        {
            if (keys.TryGetValue(key.Id, out var known) && known.IsActive == key.IsActive && known.Principal == owner) continue;
            keys[key.Id] = new AccessKey
            {
                Id = key.Id, Principal = owner, IsActive = key.IsActive,
                Secret = known?.Secret ?? Encoding.UTF8.GetBytes(secrets.Open(key.SealedSecret, key.Id)),
            };
        }
    }

    private static IEnumerable<(UserKey Key, Principal Owner)> OwnedKeys(IamAccount account) =>
        account.Users.Values.SelectMany(user => user.Keys.Select(key => (key, (Principal)new UserPrincipal(account.Account, user.Name, user.Arn, user.Id))))
            .Concat(account.RootKeys.Select(key => (key, (Principal)new AccountPrincipal(account.Account))));

    private static NoSuchEntityException NotFound(string id) => new($"The Access Key with id {id} cannot be found.");
}
