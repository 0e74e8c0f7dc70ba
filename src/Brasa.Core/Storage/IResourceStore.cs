namespace Brasa.Core.Storage;

/// <summary>A resource as stored: a UTF-8 JSON document and the revision of its last write.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Document">UTF-8 JSON.</param>
/// <param name="Revision">Grows with every write to the store; never used twice.</param>
public sealed record StoredResource(ResourceKey Key, ReadOnlyMemory<byte> Document, long Revision);

/// <summary>One page of a listing.</summary>
/// <param name="Items">In key order.</param>
/// <param name="Continuation">Where the next page begins, opaque; <c>null</c> on the last page. It stays good under writes.</param>
public sealed record ResourcePage(IReadOnlyList<StoredResource> Items, string? Continuation);

/// <summary>One write of an atomic batch; a <c>null</c> <paramref name="Document"/> deletes.</summary>
/// <param name="Key">What to write.</param>
/// <param name="Document">UTF-8 JSON, or <c>null</c> to delete.</param>
/// <param name="Expected">The revision that must be stored for the write to happen: <see cref="AnyRevision"/>, <see cref="Absent"/> or a
/// revision read before.</param>
public sealed record ResourceWrite(ResourceKey Key, ReadOnlyMemory<byte>? Document, long Expected = ResourceWrite.AnyRevision)
{
    /// <summary>Write whatever is stored now.</summary>
    public const long AnyRevision = -1;

    /// <summary>Write only if nothing is stored under the key.</summary>
    public const long Absent = 0;
}

/// <summary>A write's expectation did not hold; nothing of its batch was written.</summary>
public sealed class ResourceConflictException(ResourceKey key) : Exception($"{key} is not at the expected revision.")
{
    /// <summary>The first key whose expectation failed.</summary>
    public ResourceKey Key { get; } = key;
}

/// <summary>Where resources live: typed keys to JSON documents with revisions. A new kind of resource needs no migration.</summary>
public interface IResourceStore
{
    /// <summary>The resource under <paramref name="key"/>, or <c>null</c>.</summary>
    ValueTask<StoredResource?> GetAsync(ResourceKey key, CancellationToken ct);

    /// <summary>Resources in key order, at most <paramref name="limit"/> (1–10,000) of them.</summary>
    /// <exception cref="FormatException"><paramref name="continuation"/> is not one that this store gave out for the prefix.</exception>
    ValueTask<ResourcePage> ListAsync(ResourcePrefix prefix, int limit, string? continuation, CancellationToken ct);

    /// <summary>Writes all or nothing; when it returns, the writes are on disk.</summary>
    /// <returns>The revision given to every document of the batch.</returns>
    /// <exception cref="ResourceConflictException">An expectation did not hold.</exception>
    ValueTask<long> WriteAsync(IReadOnlyList<ResourceWrite> writes, CancellationToken ct);
}
