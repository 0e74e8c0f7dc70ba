namespace Brasa.Services.Sqs.MoveTasks;

/// <summary>A task, and how far it is.</summary>
internal sealed class RunningTask(MoveTask task, CancellationToken ending)
{
    private readonly CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(ending);
    private MoveTask now = task;
    private long moved = task.Moved;

    /// <summary>The task as it is now.</summary>
    public MoveTask Now => Volatile.Read(ref now) with { Moved = Interlocked.Read(ref moved) };

    public bool IsRunning => Volatile.Read(ref now).Status is MoveTask.Running or MoveTask.Cancelling;

    /// <summary>Ends the moving.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>The moving itself.</summary>
    public Task Run { get; set; } = Task.CompletedTask;

    public void Add(int count) => Interlocked.Add(ref moved, count);

    /// <summary>Tells it to end; <c>false</c> where it has ended or been told.</summary>
    public bool TryCancel()
    {
        var before = Volatile.Read(ref now);
        if (before.Status != MoveTask.Running || Interlocked.CompareExchange(ref now, before with { Status = MoveTask.Cancelling }, before) != before) return false;
        stopping.Cancel();
        return true;
    }

    public void End(string status, string? reason) => Volatile.Write(ref now, Now with { Status = status, FailureReason = reason });
}
