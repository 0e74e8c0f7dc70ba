using System.Collections.Concurrent;
using Brasa.Core.Storage;

namespace Brasa.Storage.Sqlite;

/// <summary>Resources in one SQLite file (write-ahead log, synced at every commit), for one server process.</summary>
/// <remarks>Keys are ordered by their UTF-8 bytes. Reads run beside each other and beside the writer, and see all that was acknowledged
/// before they began; they run on the caller's thread.</remarks>
public sealed class SqliteResourceStore : IResourceStore, IDisposable
{
    private const int MaxPage = 10_000;

    private readonly string path;
    private readonly SqliteWriter writer;
    private readonly ResourceStatements statements;
    private readonly ConcurrentBag<SqliteReader> idle = [];
    private volatile bool disposed;

    /// <summary>Opens the store, making the file and its directory where there are none.</summary>
    /// <param name="path">The database file.</param>
    /// <exception cref="NotSupportedException">The file was written by a newer release.</exception>
    public SqliteResourceStore(string path)
    {
        this.path = Path.GetFullPath(path);
        var connection = SqliteSchema.Resources.OpenWriter(this.path);
        statements = new ResourceStatements(connection);
        writer = new SqliteWriter(connection, statements);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">A field of the key cannot be stored.</exception>
    public ValueTask<StoredResource?> GetAsync(ResourceKey key, CancellationToken ct)
    {
        KeyFields.RequireStorable(KeyFields.Of(key), nameof(key));
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(reader => reader.Get(key)));
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The prefix binds a field after a free one, or holds one that cannot be stored.</exception>
    public ValueTask<ResourcePage> ListAsync(ResourcePrefix prefix, int limit, string? continuation, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPage);
        var bound = KeyFields.Of(prefix);
        var after = continuation is null ? null : KeyFields.FromContinuation(continuation, bound);
        ct.ThrowIfCancellationRequested();

        // One more than asked for tells whether this page is the last.
        var found = Read(reader => reader.List(bound, after, limit + 1));
        if (found.Count <= limit)
            return ValueTask.FromResult(new ResourcePage(found, null));
        found.RemoveAt(limit);
        return ValueTask.FromResult(new ResourcePage(found, KeyFields.ToContinuation(bound.Length, found[^1].Key)));
    }

    /// <inheritdoc />
    /// <remarks>Cancelling ends the wait for a turn; a batch that has had its turn is answered for, whatever its token says.</remarks>
    /// <exception cref="ArgumentException">Two writes have the same key, or a field of one cannot be stored.</exception>
    public async ValueTask<long> WriteAsync(IReadOnlyList<ResourceWrite> writes, CancellationToken ct)
    {
        var keys = new HashSet<ResourceKey>(writes.Count);
        foreach (var write in writes)
        {
            KeyFields.RequireStorable(KeyFields.Of(write.Key), nameof(writes));
            if (!keys.Add(write.Key))
                throw new ArgumentException($"{write.Key} is written twice in one batch.", nameof(writes));
        }
        return await writer.WriteAsync(() => statements.Apply(writes), ct);
    }

    /// <summary>Commits the writes that wait, then closes the file; later calls throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        disposed = true;
        CloseIdleReaders();
        // Last, so that closing its connection folds the log into the file.
        writer.Dispose();
    }

    private T Read<T>(Func<SqliteReader, T> read)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!idle.TryTake(out var reader))
            reader = new SqliteReader(this.path);
        try
        {
            return read(reader);
        }
        finally
        {
            idle.Add(reader);
            if (disposed)
                CloseIdleReaders();
        }
    }

    private void CloseIdleReaders()
    {
        while (idle.TryTake(out var reader))
            reader.Dispose();
    }
}
