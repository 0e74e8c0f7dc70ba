using Brasa.Contracts.Lambda;
using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Environments;

/// <summary>
/// Starts of environments from nothing: as many at once as the machine has processors for, while the functions that wait for theirs take turns, so that one
/// that needs hundreds does not keep another from its first. What the machine has no room for is refused before it is begun.
/// </summary>
/// <param name="atOnce">More at once only take the processors from one another.</param>
/// <param name="capacity">How many may wait; a function that has none waiting may always have its first.</param>
/// <param name="readMemory">The machine's memory.</param>
internal sealed class StartQueue(int atOnce, int capacity, Func<HostMemory> readMemory)
{
    private readonly Lock gate = new();
    private readonly Dictionary<FunctionKey, Queue<TaskCompletionSource>> waiting = [];
    private readonly Queue<FunctionKey> turns = new();
    private int running;
    private int count;

    /// <summary>Whether anything is being started, or waits for that.</summary>
    public bool IsBusy => Volatile.Read(ref running) > 0;

    /// <summary>Completes when it is <paramref name="function"/>'s turn; <see cref="Leave"/> ends that.</summary>
    /// <exception cref="TooManyRequestsException">Too many wait already, or there is no memory for another environment.</exception>
    public async Task EnterAsync(FunctionKey function)
    {
        Task? turn = null;
        lock (gate)
        {
            if (running < atOnce) running++;
            else turn = Wait(function);
        }

        if (turn is not null) await turn;
        try
        {
            if (readMemory().IsExhausted) throw Refuse("There is no memory for another execution environment on this machine.");
        }
        catch
        {
            Leave();
            throw;
        }
    }

    /// <summary>A start is done, or given up: the next function in turn begins one.</summary>
    public void Leave()
    {
        TaskCompletionSource next;
        lock (gate)
        {
            if (!turns.TryDequeue(out var function))
            {
                running--;
                return;
            }

            var own = waiting[function];
            next = own.Dequeue();
            count--;
            if (own.Count > 0) turns.Enqueue(function);
            else waiting.Remove(function);
        }

        next.SetResult();
    }

    private Task Wait(FunctionKey function)
    {
        if (count >= capacity && waiting.ContainsKey(function)) throw Refuse("Too many execution environments are waiting to be started on this machine.");
        count++;
        if (!waiting.TryGetValue(function, out var own))
        {
            waiting.Add(function, own = new Queue<TaskCompletionSource>());
            turns.Enqueue(function);
        }

        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        own.Enqueue(turn);
        return turn.Task;
    }

    private static TooManyRequestsException Refuse(string why) => Throttle.By(ThrottleReason.ConcurrentInvocationLimitExceeded, why);
}
