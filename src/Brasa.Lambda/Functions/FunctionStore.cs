using System.Collections.Concurrent;
using System.Text.Json;
using Brasa.Contracts.Lambda;
using Brasa.Core.Storage;

namespace Brasa.Lambda.Functions;

/// <summary>Functions: durable in the resource store, and all of them in memory, where invocations read them.</summary>
internal sealed class FunctionStore(IResourceStore store)
{
    private const string Service = "lambda";
    private const string Kind = "function";
    private const int LoadPage = 1_000;

    private readonly ConcurrentDictionary<FunctionKey, Entry> functions = new();

    private sealed record Entry(FunctionVersion Function, long Revision);

    /// <summary>Reads all functions into memory; before that, there are none.</summary>
    public async Task<IReadOnlyList<FunctionVersion>> LoadAsync(CancellationToken ct)
    {
        var loaded = new List<FunctionVersion>();
        string? continuation = null;
        do
        {
            var page = await store.ListAsync(new ResourcePrefix(Service, Kind), LoadPage, continuation, ct);
            foreach (var item in page.Items)
            {
                var function = Deserialize(item);
                functions[function.Key] = new Entry(function, item.Revision);
                loaded.Add(function);
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
        return loaded;
    }

    /// <summary>The function a request means.</summary>
    /// <exception cref="ResourceNotFoundException">There is none of that name and qualifier.</exception>
    public FunctionVersion Get(FunctionReference reference) =>
        reference.Qualifier is null or FunctionVersion.Latest && functions.TryGetValue(reference.Key, out var entry)
            ? entry.Function
            : throw NotFound(reference.Arn);

    /// <summary>Whether a function has this runtime.</summary>
    public bool Uses(string runtime) => functions.Values.Any(entry => entry.Function.Runtime == runtime);

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
    /// <exception cref="ResourceConflictException">There is one of that name.</exception>
    public async Task AddAsync(FunctionVersion function, CancellationToken ct)
    {
        try
        {
            await WriteAsync(function, ResourceWrite.Absent, ct);
        }
        catch (Core.Storage.ResourceConflictException)
        {
            throw AlreadyExists(function.Key);
        }
    }

    /// <summary>Replaces a function by what <paramref name="change"/> makes of it; asked again where somebody else was faster.</summary>
    /// <exception cref="ResourceNotFoundException">There is no such function (any more).</exception>
    public async Task<FunctionVersion> UpdateAsync(FunctionReference reference, Func<FunctionVersion, FunctionVersion> change, CancellationToken ct)
    {
        while (true)
        {
            if (!functions.TryGetValue(reference.Key, out var entry)) throw NotFound(reference.Arn);
            var changed = change(entry.Function);
            try
            {
                await WriteAsync(changed, entry.Revision, ct);
                return changed;
            }
            catch (Core.Storage.ResourceConflictException)
            {
                // The faster write is in memory as soon as its writer goes on.
                await Task.Yield();
            }
        }
    }

    /// <summary>Removes a function.</summary>
    /// <exception cref="ResourceNotFoundException">There is none.</exception>
    public async Task<FunctionVersion> RemoveAsync(FunctionReference reference, CancellationToken ct)
    {
        while (true)
        {
            if (!functions.TryGetValue(reference.Key, out var entry)) throw NotFound(reference.Arn);
            try
            {
                await store.WriteAsync([new ResourceWrite(StoreKey(reference.Key), null, entry.Revision)], ct);
                functions.TryRemove(new KeyValuePair<FunctionKey, Entry>(reference.Key, entry));
                return entry.Function;
            }
            catch (Core.Storage.ResourceConflictException)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>One page of an account's functions in a region, by name.</summary>
    /// <exception cref="InvalidParameterValueException">The marker is not one that was given out.</exception>
    public async Task<(IReadOnlyList<FunctionVersion> Functions, string? Marker)> ListAsync(
        string account, string region, int limit, string? marker, CancellationToken ct)
    {
        try
        {
            var page = await store.ListAsync(new ResourcePrefix(Service, Kind, account, region), limit, marker, ct);
            return ([.. page.Items.Select(Deserialize)], page.Continuation);
        }
        catch (FormatException)
        {
            throw new InvalidParameterValueException("Invalid pagination token. Provide the NextMarker of an earlier response.");
        }
    }

    /// <summary>What the functions of an account in a region are, all together.</summary>
    public (long Count, long CodeBytes) Total(string account, string region)
    {
        var own = functions.Where(pair => pair.Key.Account == account && pair.Key.Region == region).Select(pair => pair.Value.Function).ToList();
        return (own.Count, own.Sum(function => function.CodeSize));
    }

    private async Task WriteAsync(FunctionVersion function, long expected, CancellationToken ct)
    {
        var document = JsonSerializer.SerializeToUtf8Bytes(function, FunctionJson.Default.FunctionVersion);
        var revision = await store.WriteAsync([new ResourceWrite(StoreKey(function.Key), document, expected)], ct);
        var entry = new Entry(function, revision);
        functions.AddOrUpdate(function.Key, static (_, added) => added, static (_, old, added) => added.Revision > old.Revision ? added : old, entry);
    }

    private static ResourceNotFoundException NotFound(string arn) => new($"Function not found: {arn}");

    private static Contracts.Lambda.ResourceConflictException AlreadyExists(FunctionKey key) => new($"Function already exist: {key.Name}");

    private static ResourceKey StoreKey(FunctionKey key) => new(Service, Kind, key.Account, key.Region, key.Name, FunctionVersion.Latest);

    private static FunctionVersion Deserialize(StoredResource resource) =>
        JsonSerializer.Deserialize(resource.Document.Span, FunctionJson.Default.FunctionVersion)
        ?? throw new InvalidDataException($"{resource.Key} holds no function.");
}
