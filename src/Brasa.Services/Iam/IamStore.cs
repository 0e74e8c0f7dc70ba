using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Brasa.Core.Identity;
using Brasa.Core.Storage;
using Brasa.Services.Iam.Identities;
using Brasa.Services.Iam.ManagedPolicies;

namespace Brasa.Services.Iam;

/// <summary>The accounts, all in memory. A change of one is written in one transaction, the documents that differ, one change after the other.</summary>
internal sealed class IamStore(IResourceStore resources) : IDisposable
{
    private const string Service = "iam", Global = "";

    private readonly ConcurrentDictionary<string, IamAccount> accounts = new();
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Raised after an account has changed, before its caller is told; with what it was and what it is.</summary>
    public event Action<IamAccount, IamAccount>? Changed;

    /// <summary>Reads what is stored.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        await LoadAsync(IamJson.Default.IamUser, (account, user) => account with { Users = account.Users.SetItem(user.Name, user) }, ct);
        await LoadAsync(IamJson.Default.IamRole, (account, role) => account with { Roles = account.Roles.SetItem(role.Name, role) }, ct);
        await LoadAsync(IamJson.Default.IamGroup, (account, group) => account with { Groups = account.Groups.SetItem(group.Name, group) }, ct);
        await LoadAsync(IamJson.Default.IamPolicy, (account, policy) => account with { Policies = account.Policies.SetItem(policy.Name, policy) }, ct);
        await LoadAsync(IamJson.Default.IamRoot, (account, root) => account with { Roots = account.Roots.SetItem(IamRoot.Name, root) }, ct);
    }

    /// <summary>An account as it is now; any of 12 digits is one.</summary>
    public IamAccount Get(string account) => accounts.GetValueOrDefault(account) ?? new IamAccount(account);

    /// <summary>Every account that IAM knows something of.</summary>
    public IEnumerable<IamAccount> All => accounts.Values;

    /// <summary>Replaces an account by what <paramref name="change"/> makes of it; when this returns, it is on disk.</summary>
    public async Task<IamAccount> UpdateAsync(string account, Func<IamAccount, IamAccount> change, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var before = Get(account);
            var after = change(before);
            var writes = new List<ResourceWrite>();
            AddWrites(writes, account, before.Users, after.Users, IamJson.Default.IamUser);
            AddWrites(writes, account, before.Roles, after.Roles, IamJson.Default.IamRole);
            AddWrites(writes, account, before.Groups, after.Groups, IamJson.Default.IamGroup);
            AddWrites(writes, account, before.Policies, after.Policies, IamJson.Default.IamPolicy);
            AddWrites(writes, account, before.Roots, after.Roots, IamJson.Default.IamRoot);
            if (writes.Count == 0) return after;

            // Once on its way a write is not given up: it might be on disk, and not in memory.
            await resources.WriteAsync(writes, CancellationToken.None);
            accounts[account] = after;
            Changed?.Invoke(before, after);
            return after;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task LoadAsync<T>(JsonTypeInfo<T> type, Func<IamAccount, T, IamAccount> add, CancellationToken ct)
    {
        await foreach (var item in resources.ReadAllAsync(new ResourcePrefix(Service, type.Type.Name), ct))
        {
            var value = JsonSerializer.Deserialize(item.Document.Span, type) ?? throw new InvalidDataException($"{item.Key} is empty.");
            accounts[item.Key.Account] = add(Get(item.Key.Account), value);
        }
    }

    private static void AddWrites<T>(
        List<ResourceWrite> writes, string account, ImmutableSortedDictionary<string, T> before, ImmutableSortedDictionary<string, T> after, JsonTypeInfo<T> type)
        where T : class
    {
        if (ReferenceEquals(before, after)) return;

        // A name may come back in another case: what is gone first, then what is there.
        ResourceKey KeyOf(string name) => new(Service, type.Type.Name, account, Global, name);
        foreach (var name in before.Keys.Except(after.Keys, StringComparer.Ordinal)) writes.Add(new ResourceWrite(KeyOf(name), null));
        foreach (var (name, value) in after)
        {
            if (!before.TryGetValue(name, out var old) || !ReferenceEquals(old, value))
                writes.Add(new ResourceWrite(KeyOf(name), JsonSerializer.SerializeToUtf8Bytes(value, type)));
        }
    }
}
