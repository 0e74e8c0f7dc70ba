using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Brasa.Storage.Sqlite;

/// <summary>The one thread that writes to a database: whatever batches wait are committed together, so that they share one sync of the disk.</summary>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>Batches that may wait; a caller beyond it waits to be queued.</summary>
    private const int QueueLength = 1_024;

    /// <summary>Batches in one commit; bounds how long the first of them waits for the last.</summary>
    private const int MaxGroup = 256;

    private readonly Channel<PendingBatch> queue =
        Channel.CreateBounded<PendingBatch>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly SqliteConnection connection;
    private readonly IDisposable statements;
    private readonly PreparedStatement begin;
    private readonly PreparedStatement commit;
    private readonly PreparedStatement rollback;
    private readonly PreparedStatement save;
    private readonly PreparedStatement release;
    private readonly PreparedStatement undo;
    private readonly Thread thread;

    /// <param name="connection">A connection that is used by batches only; disposed with the writer.</param>
    /// <param name="statements">What the batches use of it; disposed before it.</param>
    public SqliteWriter(SqliteConnection connection, IDisposable statements)
    {
        this.connection = connection;
        this.statements = statements;
        begin = new PreparedStatement(connection, "BEGIN IMMEDIATE");
        commit = new PreparedStatement(connection, "COMMIT");
        rollback = new PreparedStatement(connection, "ROLLBACK");
        save = new PreparedStatement(connection, "SAVEPOINT batch");
        release = new PreparedStatement(connection, "RELEASE batch");
        undo = new PreparedStatement(connection, "ROLLBACK TO batch");

        // Every commit waits for the disk: a thread of its own, not one that requests run on.
        thread = new Thread(Run) { IsBackground = true, Name = "sqlite-writer" };
        thread.Start();
    }

    /// <summary>False once SQLite itself has rolled everything back, as it does on a full disk or an I/O error.</summary>
    private bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Queues the batch and waits until it is on disk or refused; a batch cancelled before its turn is not written.</summary>
    /// <param name="write">Writes all of the batch on the connection, or throws: then nothing of it stays. Runs on the writer's thread.</param>
    /// <param name="ct">Ends the wait for a turn.</param>
    public async Task<T> WriteAsync<T>(Func<T> write, CancellationToken ct)
    {
        var pending = new PendingBatch<T>(write, ct);
        try
        {
            await queue.Writer.WriteAsync(pending, ct);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteWriter));
        }
        return await pending.Committed.Task;
    }

    /// <summary>Commits what is queued, then closes the connection.</summary>
    public void Dispose()
    {
        if (!queue.Writer.TryComplete())
            return;
        thread.Join();
        foreach (var statement in (PreparedStatement[])[begin, commit, rollback, save, release, undo])
            statement.Dispose();
        statements.Dispose();
        connection.Dispose();
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
            if (InTransaction)
                rollback.Execute();
            group.ForEach(pending => pending.Fail(e));
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
            save.Execute();
            try
            {
                pending.Write();
                release.Execute();
            }
            catch when (InTransaction)
            {
                undo.Execute();
                release.Execute();
                throw;
            }
        }
        catch (Exception e) when (InTransaction)
        {
            pending.Refusal = e;
        }
    }

    /// <summary>A batch on its way: its outcome is told only once its group is on disk.</summary>
    private abstract class PendingBatch(CancellationToken ct)
    {
        public CancellationToken Ct { get; } = ct;
        public Exception? Refusal { get; set; }

        public abstract void Write();

        public abstract void Settle();

        public abstract void Fail(Exception why);
    }

    private sealed class PendingBatch<T>(Func<T> write, CancellationToken ct) : PendingBatch(ct)
    {
        private T? result;

        public TaskCompletionSource<T> Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Write() => result = write();

        public override void Settle()
        {
            if (Refusal is OperationCanceledException)
                Committed.TrySetCanceled(Ct);
            else if (Refusal is not null)
                Committed.TrySetException(Refusal);
            else
                Committed.TrySetResult(result!);
        }

        public override void Fail(Exception why) => Committed.TrySetException(why);
    }
}
