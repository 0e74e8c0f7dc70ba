namespace Brasa.Lambda.Asynchronous;

/// <summary>
/// How many events of a function are tried at once. It begins small and grows with the time for which more wait: what a few environments get done does not start
/// hundreds, for which callers who wait would have to wait too. Not safe for concurrent use.
/// </summary>
/// <param name="initial">At first, and so many more each second.</param>
internal sealed class EventWindow(int initial)
{
    private double basis = initial;
    private TimeSpan? blockedSince;

    /// <summary>When it will be larger by one, after it is found too small.</summary>
    public TimeSpan Step { get; } = TimeSpan.FromSeconds(1.0 / initial);

    public int Size(TimeSpan now) => (int)(basis + (blockedSince is { } since ? (now - since).TotalSeconds * initial : 0));

    /// <summary>It is used up, and more waits.</summary>
    public void Block(TimeSpan now) => blockedSince ??= now;

    /// <summary>Nothing waits.</summary>
    /// <param name="now">The time.</param>
    /// <param name="attempts">How many are being tried.</param>
    public void Drain(TimeSpan now, int attempts)
    {
        basis = attempts == 0 ? initial : Size(now);
        blockedSince = null;
    }

    /// <summary>There is no room for more than so many.</summary>
    public void Shrink(int attempts)
    {
        basis = Math.Max(1, attempts);
        blockedSince = null;
    }
}
