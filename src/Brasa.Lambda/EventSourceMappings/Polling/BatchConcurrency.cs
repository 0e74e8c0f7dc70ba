namespace Brasa.Lambda.EventSourceMappings.Polling;

/// <summary>How many batches of a mapping are with the function at once: more while there is backlog, fewer while it fails.</summary>
/// <remarks>AWS Lambda developer guide, "Configuring scaling behavior for SQS event source mappings": five at first, 300 more a minute, up to 1,250.</remarks>
internal sealed class BatchConcurrency
{
    private const int AtFirst = 5;

    /// <summary>AWS's bound where the mapping has none.</summary>
    public const int Most = 1_250;

    /// <summary>300 a minute.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly int most;
    private readonly TimeProvider clock;
    private int allowed;
    private int running;
    private long fullSince;
    private long backedOffAt;
    private TaskCompletionSource? waiting;

    /// <param name="most">The mapping's bound.</param>
    /// <param name="clock">Time.</param>
    public BatchConcurrency(int most, TimeProvider clock)
    {
        this.most = most;
        this.clock = clock;
        allowed = Math.Min(AtFirst, most);
        backedOffAt = clock.GetTimestamp();
    }

    /// <summary>How many may run now.</summary>
    public int Allowed
    {
        get
        {
            lock (gate) return allowed;
        }
    }

    /// <summary>How many run.</summary>
    public int Running
    {
        get
        {
            lock (gate) return running;
        }
    }

    /// <summary>Waits for a place; one caller at a time.</summary>
    public async Task EnterAsync(CancellationToken ct)
    {
        while (true)
        {
            Task free;
            lock (gate)
            {
                if (running < allowed)
                {
                    running++;
                    if (running == allowed) fullSince = clock.GetTimestamp(); // growth is counted from here
                    return;
                }

                Grow();
                if (running < allowed) continue;
                free = (waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            // A place comes free, or another may be had by then.
            await Task.WhenAny(free, Task.Delay(Step, clock, ct));
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave()
    {
        lock (gate)
        {
            running--;
            waiting?.TrySetResult();
            waiting = null;
        }
    }

    /// <summary>The function has failed, or had no room: half as many, at most once in a step.</summary>
    public void BackOff()
    {
        lock (gate)
        {
            if (clock.GetElapsedTime(backedOffAt) < Step) return;
            backedOffAt = fullSince = clock.GetTimestamp();
            allowed = Math.Max(1, allowed / 2);
        }
    }

    /// <summary>All places are taken and there is more to do.</summary>
    private void Grow()
    {
        var steps = (int)Math.Min(most, clock.GetElapsedTime(fullSince) / Step);
        if (steps == 0) return;
        fullSince = clock.GetTimestamp();
        allowed = Math.Min(most, allowed + steps);
    }
}
