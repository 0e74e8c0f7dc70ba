using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Brasa.Core.Storage;

/// <summary>Resources of one kind, all in memory by account, region and name. A change is one document, one change after the other.</summary>
/// <param name="resources">Where they are stored.</param>
/// <param name="service">The service that they belong to, as keys name it.</param>
/// <param name="kind">Their kind, as keys name it.</param>
/// <param name="type">How they are written.</param>
public sealed class Documents<T>(IResourceStore resources, string service, string kind, JsonTypeInfo<T> type) : IDisposable
    where T : class
{
    private static readonly ImmutableSortedDictionary<string, T> None = ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Account, string Region), ImmutableSortedDictionary<string, T>> all = new();
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Everything there is, by account and region.</summary>
    public IEnumerable<(string Account, string Region, T Value)> All =>
        all.SelectMany(place => place.Value.Values, (place, value) => (place.Key.Account, place.Key.Region, value));

    /// <summary>Reads what is stored.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        await foreach (var item in resources.ReadAllAsync(new ResourcePrefix(service, kind), ct))
        {
            var value = JsonSerializer.Deserialize(item.Document.Span, type) ?? throw new InvalidDataException($"{item.Key} is empty.");
            all[(item.Key.Account, item.Key.Region)] = In(item.Key.Account, item.Key.Region).SetItem(item.Key.Name, value);
        }
    }

    /// <summary>What an account has in a region, in the ordinal order of names.</summary>
    public ImmutableSortedDictionary<string, T> In(string account, string region) => all.GetValueOrDefault((account, region)) ?? None;

    /// <summary>One of them; <c>null</c> where there is none of that name.</summary>
    public T? Find(string account, string region, string name) => In(account, region).GetValueOrDefault(name);

    /// <summary>Replaces a value by what <paramref name="change"/> makes of it; when this returns, it is on disk.</summary>
    /// <param name="account">The account.</param>
    /// <param name="region">The region.</param>
    /// <param name="name">The name.</param>
    /// <param name="change">Gets <c>null</c> for what is not there, and gives <c>null</c> for what is to go.</param>
    /// <param name="ct">Ends the wait for its turn.</param>
    public async Task<T?> UpdateAsync(string account, string region, string name, Func<T?, T?> change, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        await turn.WaitAsync(ct);
        try
        {
            var known = In(account, region);
            var before = known.GetValueOrDefault(name);
            var after = change(before);
            if (ReferenceEquals(before, after)) return after;

            // Once on its way a write is not given up: it might be on disk, and not in memory.
            var document = after is null ? default(ReadOnlyMemory<byte>?) : JsonSerializer.SerializeToUtf8Bytes(after, type);
            await resources.WriteAsync([new ResourceWrite(new ResourceKey(service, kind, account, region, name), document)], CancellationToken.None);
            all[(account, region)] = after is null ? known.Remove(name) : known.SetItem(name, after);
            return after;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();
}
