namespace Brasa.Server;

/// <summary>
/// The thread pool, filled once. .NET ends a process whose pool wants another thread and cannot have it, as on a machine, or in a service, that
/// has reached its limit of tasks; this server then refuses what needs a new process, and goes on.
/// </summary>
internal static class WorkerThreads
{
    /// <summary>Enough for all that blocks: ending sandboxes, and files. What waits for requests, timers and processes takes none.</summary>
    private const int Count = 64;

    /// <summary>Starts them all. That they stay is a setting of the project: <c>ThreadsToKeepAlive</c>.</summary>
    public static void Start()
    {
        var count = Math.Max(Count, 2 * Environment.ProcessorCount);
        ThreadPool.SetMinThreads(count, count);
        ThreadPool.SetMaxThreads(count, count);

        // Each waits for all the others, so that none of them is one of the others. Not disposed: some are still on their way out of it.
        var meeting = new Barrier(count + 1);
        for (var i = 0; i < count; i++) ThreadPool.UnsafeQueueUserWorkItem(static meeting => meeting.SignalAndWait(), meeting, preferLocal: false);
        meeting.SignalAndWait();
    }
}
