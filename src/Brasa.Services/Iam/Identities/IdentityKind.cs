using System.Collections.Immutable;
using Brasa.Contracts.Iam;
using Brasa.Core.Operations;

namespace Brasa.Services.Iam.Identities;

/// <summary>What operations do alike to users, roles and groups.</summary>
internal sealed class IdentityKind<T>(IamStore store, IdentityRules rules, Func<IamAccount, ImmutableSortedDictionary<string, T>> get, Func<IamAccount, ImmutableSortedDictionary<string, T>, IamAccount> set)
    where T : Identity
{
    /// <exception cref="NoSuchEntityException">There is none of that name.</exception>
    public T Get(RequestContext context, string name) => Find(store.Get(context.Account), name);

    /// <summary>Those below a path, by name.</summary>
    public IEnumerable<T> List(RequestContext context, string? pathPrefix) =>
        get(store.Get(context.Account)).Values.Where(identity => identity.Path.StartsWith(pathPrefix ?? "/", StringComparison.Ordinal));

    /// <summary>Adds one.</summary>
    /// <exception cref="EntityAlreadyExistsException">There is one of that name, in whatever case.</exception>
    /// <exception cref="NoSuchEntityException">There is no such boundary.</exception>
    public async Task<T> AddAsync(RequestContext context, T added, CancellationToken ct)
    {
        if (added.Tags.Count > IdentityRules.MostTags) throw IdentityRules.TooManyTags();
        await store.UpdateAsync(context.Account, account =>
        {
            var all = get(account);
            if (all.ContainsKey(added.Name)) throw rules.AlreadyExists(added.Name);
            if (all.Count >= rules.MostOfAccount) throw rules.TooMany();
            if (added.Boundary is { } boundary) ManagedPolicies.PolicyRules.RequireAttachable(account, boundary);
            return set(account, all.Add(added.Name, added));
        }, ct);
        return added;
    }

    /// <summary>Changes one; its name stays, save where <paramref name="change"/> gives it another.</summary>
    /// <exception cref="NoSuchEntityException">There is none of that name.</exception>
    /// <exception cref="EntityAlreadyExistsException">Another has the new name.</exception>
    public async Task<T> UpdateAsync(RequestContext context, string name, Func<IamAccount, T, T> change, CancellationToken ct)
    {
        T after = null!;
        await store.UpdateAsync(context.Account, account =>
        {
            var before = Find(account, name);
            after = change(account, before);
            if (after == before) return account;
            var others = get(account).Remove(before.Name);
            if (others.ContainsKey(after.Name)) throw rules.AlreadyExists(after.Name);
            return set(account, others.Add(after.Name, after));
        }, ct);
        return after;
    }

    /// <summary>Removes one that nothing belongs to any more.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">Its name.</param>
    /// <param name="check">Throws where it cannot go yet.</param>
    /// <param name="ct">Ends the wait for the disk.</param>
    /// <exception cref="NoSuchEntityException">There is none of that name.</exception>
    /// <exception cref="DeleteConflictException">It has policies.</exception>
    public Task RemoveAsync(RequestContext context, string name, Action<IamAccount, T> check, CancellationToken ct) => store.UpdateAsync(context.Account, account =>
    {
        var removed = Find(account, name);
        check(account, removed);
        if (removed.Inline.Count > 0) throw new DeleteConflictException("Cannot delete entity, must delete policies first.");
        if (removed.Attached.Count > 0) throw new DeleteConflictException("Cannot delete entity, must detach all policies first.");
        return set(account, get(account).Remove(removed.Name));
    }, ct);

    public Task AttachAsync(RequestContext context, string name, string policy, CancellationToken ct) => UpdateAsync(context, name, (account, identity) =>
    {
        RequireOwn(identity);
        ManagedPolicies.PolicyRules.RequireAttachable(account, policy);
        if (!identity.Attached.Contains(policy) && identity.Attached.Count >= IdentityRules.MostAttached) throw rules.TooManyAttached();
        return identity with { Attached = identity.Attached.Add(policy) };
    }, ct);

    /// <exception cref="NoSuchEntityException">It is not attached.</exception>
    public Task DetachAsync(RequestContext context, string name, string policy, CancellationToken ct) => UpdateAsync(context, name, (_, identity) =>
        identity.Attached.Contains(policy)
            ? identity with { Attached = identity.Attached.Remove(policy) }
            : throw new NoSuchEntityException($"Policy {policy} was not found."), ct);

    public Task PutInlineAsync(RequestContext context, string name, string policy, string document, CancellationToken ct)
    {
        PolicyDocuments.RequireIdentityPolicy(document);
        return UpdateAsync(context, name, (_, identity) =>
        {
            RequireOwn(identity);
            var inline = identity.Inline.SetItem(policy, document);
            rules.RequireInlineSize(name, inline.Values);
            return identity with { Inline = inline };
        }, ct);
    }

    /// <exception cref="NoSuchEntityException">It has no inline policy of that name.</exception>
    public Task DeleteInlineAsync(RequestContext context, string name, string policy, CancellationToken ct) => UpdateAsync(context, name, (_, identity) =>
        identity.Inline.ContainsKey(policy) ? identity with { Inline = identity.Inline.Remove(policy) } : throw rules.NoInline(policy), ct);

    /// <summary>The document of an inline policy.</summary>
    /// <exception cref="NoSuchEntityException">It has no inline policy of that name.</exception>
    public (T Identity, string Document) GetInline(RequestContext context, string name, string policy)
    {
        var identity = Get(context, name);
        return identity.Inline.TryGetValue(policy, out var document) ? (identity, document) : throw rules.NoInline(policy);
    }

    /// <exception cref="NoSuchEntityException">There is no such policy.</exception>
    public Task SetBoundaryAsync(RequestContext context, string name, string? boundary, CancellationToken ct) => UpdateAsync(context, name, (account, identity) =>
    {
        RequireOwn(identity);
        if (boundary is not null) ManagedPolicies.PolicyRules.RequireAttachable(account, boundary);
        else if (identity.Boundary is null) throw new NoSuchEntityException($"The {rules.Noun.ToLowerInvariant()} with name {name} has no permissions boundary.");
        return identity with { Boundary = boundary };
    }, ct);

    public Task TagAsync(RequestContext context, string name, IReadOnlyList<Tag> tags, CancellationToken ct) =>
        UpdateAsync(context, name, (_, identity) => identity with { Tags = IdentityRules.WithTags(identity.Tags, tags) }, ct);

    public Task UntagAsync(RequestContext context, string name, IReadOnlyList<string> keys, CancellationToken ct) =>
        UpdateAsync(context, name, (_, identity) => identity with { Tags = identity.Tags.RemoveRange(keys) }, ct);

    /// <exception cref="UnmodifiableEntityException">It is a role that belongs to a service.</exception>
    private static void RequireOwn(T identity)
    {
        if (identity is IamRole { Service: not null } role) throw Roles.ServiceLinkedRoles.Protected(role);
    }

    private T Find(IamAccount account, string name) => get(account).TryGetValue(name, out var found) ? found : throw rules.NotFound(name);
}
