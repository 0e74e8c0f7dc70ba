namespace Brasa.Wire.SigV4;

/// <summary>So many at once, and so many a second after that.</summary>
internal sealed class TokenBucket(double capacity, double perSecond, TimeProvider clock)
{
    private double missing;
    private long filled = clock.GetTimestamp();

    public bool IsEmpty => Fill() > capacity - 1;

    /// <summary>Takes one, where there is one.</summary>
    public bool TryTake()
    {
        if (IsEmpty)
            return false;
        missing++;
        return true;
    }

    /// <summary>Puts in what the time since has brought, and returns what is still missing.</summary>
    private double Fill()
    {
        var now = clock.GetTimestamp();
        missing = Math.Max(0, missing - (clock.GetElapsedTime(filled, now).TotalSeconds * perSecond));
        filled = now;
        return missing;
    }
}
