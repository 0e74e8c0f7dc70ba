using System.Runtime.InteropServices;
using Brasa.Core.Queues;
using Microsoft.Data.Sqlite;

namespace Brasa.Storage.Sqlite;

/// <summary>What one batch of messages does inside the writer's transaction.</summary>
internal sealed class MessageStatements : IDisposable
{
    private readonly PreparedStatement takeIds;
    private readonly PreparedStatement findQueue;
    private readonly PreparedStatement addQueue;
    private readonly PreparedStatement add;
    private readonly PreparedStatement update;
    private readonly PreparedStatement move;
    private readonly PreparedStatement remove;
    private readonly PreparedStatement clear;

    public MessageStatements(SqliteConnection connection)
    {
        takeIds = new PreparedStatement(connection, "UPDATE id SET last = last + $0 RETURNING last", 1);
        findQueue = new PreparedStatement(connection, "SELECT number FROM queue WHERE name = $0", 1);
        addQueue = new PreparedStatement(connection, "INSERT INTO queue (name) VALUES ($0) RETURNING number", 1);
        add = new PreparedStatement(connection, "INSERT INTO message VALUES ($0, $1, $2, $3)", 4);
        update = new PreparedStatement(connection, "UPDATE message SET state = $1 WHERE id = $0", 2);
        move = new PreparedStatement(connection, "UPDATE message SET queue = $1, state = $2 WHERE id = $0", 3);
        remove = new PreparedStatement(connection, "DELETE FROM message WHERE id = $0", 1);
        clear = new PreparedStatement(connection, "DELETE FROM message WHERE queue = (SELECT number FROM queue WHERE name = $0)", 1);
    }

    /// <summary>Writes all of the batch, or throws.</summary>
    /// <returns>The ids of what is added.</returns>
    public IReadOnlyList<long> Apply(IReadOnlyList<MessageWrite> writes)
    {
        var added = new List<long>();
        var count = writes.Count(static write => write is MessageWrite.Add);
        var next = count == 0 ? 0 : (long)takeIds.Scalar(count)! - count + 1;
        foreach (var write in writes)
        {
            switch (write)
            {
                case MessageWrite.Add one:
                    add.Execute(next, NumberOf(one.Queue), Bytes(one.State), Bytes(one.Body));
                    added.Add(next++);
                    break;
                case MessageWrite.Update one:
                    update.Execute(one.Id, Bytes(one.State));
                    break;
                case MessageWrite.Move one:
                    move.Execute(one.Id, NumberOf(one.Queue), Bytes(one.State));
                    break;
                case MessageWrite.Remove one:
                    remove.Execute(one.Id);
                    break;
                case MessageWrite.Clear one:
                    clear.Execute(one.Queue);
                    break;
            }
        }

        return added;
    }

    public void Dispose()
    {
        foreach (var statement in (PreparedStatement[])[takeIds, findQueue, addQueue, add, update, move, remove, clear])
            statement.Dispose();
    }

    private object NumberOf(string queue) => findQueue.Scalar(queue) ?? addQueue.Scalar(queue)!;

    /// <summary>The array itself where the bytes are a whole one: bodies are not copied on their way to SQLite.</summary>
    private static byte[] Bytes(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Array is { } array && array.Length == bytes.Length ? array : bytes.ToArray();
}
