using System.Collections.Concurrent;
using Brasa.Core.Queues;
using Microsoft.Data.Sqlite;

namespace Brasa.Storage.Sqlite;

/// <summary>Messages in one SQLite file of their own (write-ahead log, synced at every commit), for one server process.</summary>
public sealed class SqliteMessageStore : IMessageStore, IDisposable
{
    private readonly string path;
    private readonly MessageStatements statements;
    private readonly SqliteWriter writer;
    private readonly ConcurrentBag<BodyReader> idle = [];
    private volatile bool disposed;

    /// <summary>Opens the store, making the file and its directory where there are none.</summary>
    /// <param name="path">The database file.</param>
    /// <exception cref="NotSupportedException">The file was written by a newer release.</exception>
    public SqliteMessageStore(string path)
    {
        this.path = Path.GetFullPath(path);
        var connection = SqliteSchema.Messages.OpenWriter(this.path);
        statements = new MessageStatements(connection);
        writer = new SqliteWriter(connection, statements);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<long>> WriteAsync(IReadOnlyList<MessageWrite> writes, CancellationToken ct)
    {
        try
        {
            return await writer.WriteAsync(() => statements.Apply(writes), ct);
        }
        catch (SqliteException failure)
        {
            throw new IOException($"Messages could not be written to {path}: {failure.Message}", failure);
        }
    }

    /// <inheritdoc />
    public IEnumerable<StoredMessage> Load(string queuePrefix)
    {
        using var connection = SqliteSchema.OpenReader(path);
        using var all = new PreparedStatement(connection, """
            SELECT message.id, queue.name, message.state, length(message.body)
            FROM message JOIN queue ON queue.number = message.queue
            WHERE substr(queue.name, 1, length($0)) = $0
            ORDER BY message.id
            """, 1);
        using var row = all.Query(queuePrefix);
        while (row.Read())
            yield return new StoredMessage(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetInt32(3));
    }

    /// <inheritdoc />
    public ReadOnlyMemory<byte>? ReadBody(long id)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!idle.TryTake(out var reader)) reader = new BodyReader(path);
        try
        {
            return reader.Read(id);
        }
        catch (SqliteException failure)
        {
            throw new IOException($"A message could not be read from {path}: {failure.Message}", failure);
        }
        finally
        {
            idle.Add(reader);
            if (disposed) CloseIdle();
        }
    }

    /// <summary>Commits the writes that wait, then closes the file; later calls throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        disposed = true;
        CloseIdle();
        writer.Dispose(); // last, so that closing its connection folds the log into the file
    }

    private void CloseIdle()
    {
        while (idle.TryTake(out var reader)) reader.Dispose();
    }

    private sealed class BodyReader : IDisposable
    {
        private readonly SqliteConnection connection;
        private readonly PreparedStatement read;

        public BodyReader(string path)
        {
            connection = SqliteSchema.OpenReader(path);
            read = new PreparedStatement(connection, "SELECT body FROM message WHERE id = $0", 1);
        }

        public ReadOnlyMemory<byte>? Read(long id)
        {
            using var row = read.Query(id);
            if (!row.Read()) return null;
            return row.GetFieldValue<byte[]>(0);
        }

        public void Dispose()
        {
            read.Dispose();
            connection.Dispose();
        }
    }
}
