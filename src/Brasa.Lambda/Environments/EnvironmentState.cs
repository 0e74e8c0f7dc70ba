namespace Brasa.Lambda.Environments;

/// <summary>Where an execution environment stands in its life.</summary>
internal enum EnvironmentState
{
    /// <summary>Its process is starting and loading the function: AWS's INIT phase.</summary>
    Starting,

    /// <summary>Its runtime waits for an event.</summary>
    Idle,

    /// <summary>Its runtime waits for an event and has been stopped meanwhile: no thread in it runs.</summary>
    Frozen,

    /// <summary>Its runtime is being ended, because it failed or took too long.</summary>
    Resetting,

    /// <summary>Its runtime has ended, or could not load the function; it starts again inside the next event.</summary>
    Reset,

    /// <summary>Its runtime has an event, or has not asked for the next one yet.</summary>
    Busy,

    /// <summary>Takes no event any more and is about to go.</summary>
    Draining,

    /// <summary>Its process and all that belonged to it are on their way out.</summary>
    Gone,
}

/// <summary>An environment's state and the transitions it may make; every other is refused.</summary>
internal sealed class EnvironmentStateMachine
{
    private readonly Lock gate = new();

    public EnvironmentState Current { get; private set; } = EnvironmentState.Starting;

    /// <summary>Moves from <paramref name="from"/> to <paramref name="to"/>; <c>false</c> where the state is not <paramref name="from"/> (any more).</summary>
    /// <exception cref="InvalidOperationException">No environment ever makes this transition.</exception>
    public bool TryMove(EnvironmentState from, EnvironmentState to)
    {
        if (!IsListed(from, to)) throw new InvalidOperationException($"An environment never goes from {from} to {to}.");

        lock (gate)
        {
            if (Current != from) return false;
            Current = to;
            return true;
        }
    }

    /// <summary>Moves to <paramref name="to"/> from wherever that is listed; <c>false</c> where it is not.</summary>
    public bool TryMove(EnvironmentState to)
    {
        lock (gate)
        {
            if (!IsListed(Current, to)) return false;
            Current = to;
            return true;
        }
    }

    /// <summary>Moves to <see cref="EnvironmentState.Gone"/> from wherever it is; <c>false</c> where it was there already.</summary>
    public bool TryEnd()
    {
        lock (gate)
        {
            if (Current == EnvironmentState.Gone) return false;
            Current = EnvironmentState.Gone;
            return true;
        }
    }

    private static bool IsListed(EnvironmentState from, EnvironmentState to) => (from, to) switch
    {
        (EnvironmentState.Starting, EnvironmentState.Idle or EnvironmentState.Resetting) => true,
        (EnvironmentState.Idle, EnvironmentState.Busy or EnvironmentState.Frozen or EnvironmentState.Reset or EnvironmentState.Draining) => true,
        (EnvironmentState.Frozen, EnvironmentState.Busy or EnvironmentState.Reset or EnvironmentState.Draining) => true,
        (EnvironmentState.Reset, EnvironmentState.Busy or EnvironmentState.Draining) => true,
        (EnvironmentState.Busy, EnvironmentState.Idle or EnvironmentState.Resetting) => true,
        (EnvironmentState.Resetting, EnvironmentState.Reset) => true,
        _ => false,
    };
}
