using System.Threading.Channels;
using Brasa.Core.Storage;
using Microsoft.Data.Sqlite;

namespace Brasa.Storage.Sqlite;

/// <summary>The one thread that writes: whatever batches wait are committed together, so that they share one sync of the disk.</summary>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>Batches that may wait; a caller beyond it waits to be queued.</summary>
    private const int QueueLength = 1_024;

    /// <summary>Batches in one commit; bounds how long the first of them waits for the last.</summary>
    private const int MaxGroup = 256;

    private readonly Channel<PendingBatch> queue =
        Channel.CreateBounded<PendingBatch>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly SqliteConnection connection;
    private readonly BatchStatements batch;
    private readonly PreparedStatement begin;
    private readonly PreparedStatement commit;
    private readonly PreparedStatement rollback;
    private readonly Thread thread;

    /// <param name="connection">A connection that nobody else uses; disposed with the writer.</param>
    public SqliteWriter(SqliteConnection connection)
    {
        this.connection = connection;
        batch = new BatchStatements(connection);
        begin = new PreparedStatement(connection, "BEGIN IMMEDIATE");
        commit = new PreparedStatement(connection, "COMMIT");
        rollback = new PreparedStatement(connection, "ROLLBACK");

        // Every commit waits for the disk: a thread of its own, not one that requests run on.
        thread = new Thread(Run) { IsBackground = true, Name = "sqlite-writer" };
        thread.Start();
    }

    /// <summary>Queues the batch and waits until it is on disk or refused; a batch cancelled before its turn is not written.</summary>
    public async Task<long> WriteAsync(IReadOnlyList<ResourceWrite> writes, CancellationToken ct)
    {
        var pending = new PendingBatch(writes, ct);
        try
        {
            await queue.Writer.WriteAsync(pending, ct);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteResourceStore));
        }
        return await pending.Committed.Task;
    }

    /// <summary>Commits what is queued, then closes the connection.</summary>
    public void Dispose()
    {
        if (!queue.Writer.TryComplete())
            return;
        thread.Join();
        rollback.Dispose();
        commit.Dispose();
        begin.Dispose();
        batch.Dispose();
        this.connection.Dispose();
    }

    private void Run()
    {
        var group = new List<PendingBatch>(MaxGroup);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < MaxGroup && queue.Reader.TryRead(out var pending))
                group.Add(pending);
            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<PendingBatch> group)
    {
        try
        {
            begin.Execute();
            foreach (var pending in group)
                Apply(pending);
            commit.Execute();
        }
        catch (Exception e)
        {
            // The whole transaction is gone, and so is every batch in it.
            if (batch.InTransaction)
                rollback.Execute();
            group.ForEach(pending => pending.Committed.TrySetException(e));
            return;
        }

        group.ForEach(pending => pending.Settle());
    }

    /// <summary>Applies one batch, or leaves the transaction as it was before it.</summary>
    private void Apply(PendingBatch pending)
    {
        try
        {
            pending.Ct.ThrowIfCancellationRequested();
            pending.Revision = batch.Apply(pending.Writes);
        }
        catch (Exception e) when (batch.InTransaction)
        {
            pending.Refusal = e;
        }
    }

    /// <summary>A batch on its way: its outcome is told only once its group is on disk.</summary>
    private sealed class PendingBatch(IReadOnlyList<ResourceWrite> writes, CancellationToken ct)
    {
        public IReadOnlyList<ResourceWrite> Writes { get; } = writes;
        public CancellationToken Ct { get; } = ct;
        public TaskCompletionSource<long> Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public long Revision { get; set; }
        public Exception? Refusal { get; set; }

        public void Settle()
        {
            if (Refusal is OperationCanceledException)
                Committed.TrySetCanceled(Ct);
            else if (Refusal is not null)
                Committed.TrySetException(Refusal);
            else
                Committed.TrySetResult(Revision);
        }
    }
}
