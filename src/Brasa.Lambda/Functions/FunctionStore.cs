using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Brasa.Contracts.Lambda;
using Brasa.Core.Storage;

namespace Brasa.Lambda.Functions;

/// <summary>Functions: durable in the resource store, and all of them in memory, where invocations read them.</summary>
/// <remarks>A function is one document, and each of its published versions another; a change writes all it touches at once, expecting the
/// function's document to be the one it was made from.</remarks>
internal sealed class FunctionStore(IResourceStore store, ISealer secrets)
{
    private const string Service = "lambda";
    private const string FunctionKind = "function";
    private const string VersionKind = "version";

    private readonly ConcurrentDictionary<FunctionKey, Entry> functions = new();
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<(string Account, string Region), AccountTotal> totals = new();

    /// <summary>In the order of listings.</summary>
    private ImmutableSortedSet<FunctionKey> keys = ImmutableSortedSet.Create<FunctionKey>(new KeyOrder());

    private sealed record Entry(Function Function, long Revision);

    /// <summary>Reads all functions into memory; before that, there are none.</summary>
    public async Task<IReadOnlyList<Function>> LoadAsync(CancellationToken ct)
    {
        var versions = new Dictionary<FunctionKey, List<FunctionVersion>>();
        await foreach (var item in store.ReadAllAsync(new ResourcePrefix(Service, VersionKind), ct))
        {
            var version = Open(JsonSerializer.Deserialize(item.Document.Span, FunctionJson.Default.FunctionVersion) ?? throw Broken(item));
            if (!versions.TryGetValue(version.Key, out var own)) versions[version.Key] = own = [];
            own.Add(version);
        }

        await foreach (var item in store.ReadAllAsync(new ResourcePrefix(Service, FunctionKind), ct))
        {
            if (item.Key.Qualifier.Length > 0)
                throw new IOException("The data directory was written by an earlier version of Brasa, which stored functions differently: start with an empty one, and create them anew.");
            var function = JsonSerializer.Deserialize(item.Document.Span, FunctionJson.Default.Function) ?? throw Broken(item);
            Swap(function.Key, new Entry(function with
            {
                Latest = Open(function.Latest),
                Versions = versions.GetValueOrDefault(function.Key, []).ToImmutableSortedDictionary(version => NumberOf(version), version => version),
            }, item.Revision));
        }

        return [.. functions.Values.Select(entry => entry.Function)];
    }

    /// <summary>The function of that name, whatever its version.</summary>
    /// <exception cref="ResourceNotFoundException">There is none.</exception>
    public Function GetFunction(FunctionReference reference) =>
        functions.TryGetValue(reference.Key, out var entry) ? entry.Function : throw NotFound(reference.Arn);

    /// <summary>The function, or <c>null</c>.</summary>
    public Function? Find(FunctionKey key) => functions.GetValueOrDefault(key)?.Function;

    /// <summary>The version that a request means, by number, alias or no qualifier.</summary>
    /// <exception cref="ResourceNotFoundException">There is none of that name and qualifier.</exception>
    public FunctionVersion Get(FunctionReference reference) => GetFunction(reference).Find(reference.Qualifier) ?? throw NotFound(reference.Arn);

    /// <summary>Whether a function has this runtime.</summary>
    public bool Uses(string runtime) => functions.Values.Any(entry => entry.Function.All.Any(version => version.Runtime == runtime));

    /// <exception cref="Contracts.Lambda.ResourceConflictException">There is a function of that name.</exception>
    public void RequireAbsent(FunctionKey key)
    {
        if (functions.ContainsKey(key)) throw AlreadyExists(key);
    }

    /// <exception cref="CodeStorageExceededException">The account's packages in the region would be too large with <paramref name="added"/> bytes.</exception>
    public void RequireCodeStorage(FunctionKey key, long added)
    {
        if (Total(key.Account, key.Region).CodeBytes + added > FunctionLimits.TotalCodeBytes)
            throw new CodeStorageExceededException("Code storage limit exceeded.");
    }

    /// <summary>Adds a function.</summary>
    /// <exception cref="Contracts.Lambda.ResourceConflictException">There is one of that name.</exception>
    public async Task AddAsync(Function function, CancellationToken ct)
    {
        try
        {
            await WriteAsync(null, function, ct);
        }
        catch (Core.Storage.ResourceConflictException)
        {
            throw AlreadyExists(function.Key);
        }
    }

    /// <summary>Replaces a function by what <paramref name="change"/> makes of it; asked again where somebody else was faster.</summary>
    /// <exception cref="ResourceNotFoundException">There is no such function (any more).</exception>
    public async Task<Function> UpdateAsync(FunctionReference reference, Func<Function, Function> change, CancellationToken ct)
    {
        while (true)
        {
            if (!functions.TryGetValue(reference.Key, out var entry)) throw NotFound(reference.Arn);
            var changed = change(entry.Function);
            if (changed == entry.Function) return changed;
            try
            {
                await WriteAsync(entry, changed, ct);
                return changed;
            }
            catch (Core.Storage.ResourceConflictException)
            {
                // The faster write is in memory as soon as its writer goes on.
                await Task.Yield();
            }
        }
    }

    /// <summary>Removes a function with all its versions.</summary>
    /// <exception cref="ResourceNotFoundException">There is none.</exception>
    public async Task<Function> RemoveAsync(FunctionReference reference, CancellationToken ct)
    {
        while (true)
        {
            if (!functions.TryGetValue(reference.Key, out var entry)) throw NotFound(reference.Arn);
            try
            {
                await store.WriteAsync(
                    [new ResourceWrite(StoreKey(reference.Key), null, entry.Revision), .. entry.Function.Versions.Values.Select(version => new ResourceWrite(StoreKey(version), null))],
                    ct);
                Drop(reference.Key, entry);
                return entry.Function;
            }
            catch (Core.Storage.ResourceConflictException)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>An account's functions in a region, by name.</summary>
    /// <param name="account">The account.</param>
    /// <param name="region">The region.</param>
    /// <param name="after">A name that they come after; <c>null</c> for all.</param>
    public IEnumerable<Function> List(string account, string region, string? after)
    {
        var ordered = Volatile.Read(ref keys);
        var start = ordered.IndexOf(new FunctionKey(account, region, after ?? ""));
        for (var i = start < 0 ? ~start : start + 1; i < ordered.Count && ordered[i].Account == account && ordered[i].Region == region; i++)
        {
            if (functions.TryGetValue(ordered[i], out var entry)) yield return entry.Function;
        }
    }

    /// <summary>What the functions of an account in a region are, all together.</summary>
    public AccountTotal Total(string account, string region) => totals.GetValueOrDefault((account, region)) ?? AccountTotal.None;

    private async Task WriteAsync(Entry? before, Function after, CancellationToken ct)
    {
        var had = before?.Function.Versions ?? ImmutableSortedDictionary<int, FunctionVersion>.Empty;
        List<ResourceWrite> writes = [new(StoreKey(after.Key), JsonSerializer.SerializeToUtf8Bytes(after with { Latest = Seal(after.Latest) }, FunctionJson.Default.Function), before?.Revision ?? ResourceWrite.Absent)];
        writes.AddRange(after.Versions.Where(pair => !had.ContainsKey(pair.Key)).Select(pair =>
            new ResourceWrite(StoreKey(pair.Value), JsonSerializer.SerializeToUtf8Bytes(Seal(pair.Value), FunctionJson.Default.FunctionVersion), ResourceWrite.Absent)));
        writes.AddRange(had.Where(pair => !after.Versions.ContainsKey(pair.Key)).Select(pair => new ResourceWrite(StoreKey(pair.Value), null)));

        Swap(after.Key, new Entry(after, await store.WriteAsync(writes, ct)));
    }

    private FunctionVersion Seal(FunctionVersion version) => version.Variables is null
        ? version
        : version with
        {
            Variables = null,
            SealedVariables = secrets.Seal(JsonSerializer.Serialize(version.Variables, FunctionJson.Default.IReadOnlyDictionaryStringString), version.Key.Arn),
        };

    private FunctionVersion Open(FunctionVersion version) => version.SealedVariables is null
        ? version
        : version with
        {
            Variables = JsonSerializer.Deserialize(secrets.Open(version.SealedVariables, version.Key.Arn), FunctionJson.Default.IReadOnlyDictionaryStringString),
            SealedVariables = null,
        };

    private void Swap(FunctionKey key, Entry entry)
    {
        lock (gate)
        {
            var before = functions.GetValueOrDefault(key);
            if (before is not null && before.Revision > entry.Revision) return;
            functions[key] = entry;
            if (before is null) keys = keys.Add(key);
            Count(key, before?.Function, entry.Function);
        }
    }

    private void Drop(FunctionKey key, Entry entry)
    {
        lock (gate)
        {
            if (!functions.TryRemove(new KeyValuePair<FunctionKey, Entry>(key, entry))) return;
            keys = keys.Remove(key);
            Count(key, entry.Function, null);
        }
    }

    private void Count(FunctionKey key, Function? before, Function? after)
    {
        var total = Total(key.Account, key.Region);
        totals[(key.Account, key.Region)] = new AccountTotal(
            total.Functions + (after is null ? 0 : 1) - (before is null ? 0 : 1),
            total.CodeBytes + (after?.CodeBytes ?? 0) - (before?.CodeBytes ?? 0),
            total.Reserved + (after?.ReservedConcurrency ?? 0) - (before?.ReservedConcurrency ?? 0),
            total.Provisioned + ProvisionedBeside(after) - ProvisionedBeside(before));
    }

    /// <summary>Where a function has concurrency reserved, what is provisioned is a part of that.</summary>
    private static long ProvisionedBeside(Function? function) => function is { ReservedConcurrency: null } ? function.ProvisionedTotal : 0;

    public static ResourceNotFoundException NotFound(string arn) => new($"Function not found: {arn}");

    private static Contracts.Lambda.ResourceConflictException AlreadyExists(FunctionKey key) => new($"Function already exist: {key.Name}");

    private static InvalidDataException Broken(StoredResource resource) => new($"{resource.Key} holds no function.");

    private static int NumberOf(FunctionVersion version) => int.Parse(version.Version, CultureInfo.InvariantCulture);

    private static ResourceKey StoreKey(FunctionKey key) => new(Service, FunctionKind, key.Account, key.Region, key.Name);

    private static ResourceKey StoreKey(FunctionVersion version) => new(Service, VersionKind, version.Account, version.Region, version.Name, version.Version);

    private sealed class KeyOrder : IComparer<FunctionKey>
    {
        public int Compare(FunctionKey x, FunctionKey y) =>
            string.CompareOrdinal(x.Account, y.Account) is not 0 and var account ? account
            : string.CompareOrdinal(x.Region, y.Region) is not 0 and var region ? region
            : string.CompareOrdinal(x.Name, y.Name);
    }
}

/// <summary>What an account has in a region.</summary>
/// <param name="Functions">How many functions.</param>
/// <param name="CodeBytes">Bytes of the packages of all their versions.</param>
/// <param name="Reserved">Concurrency reserved for functions.</param>
/// <param name="Provisioned">Concurrency provisioned for functions that nothing is reserved for.</param>
internal sealed record AccountTotal(long Functions, long CodeBytes, long Reserved, long Provisioned)
{
    public static readonly AccountTotal None = new(0, 0, 0, 0);
}
