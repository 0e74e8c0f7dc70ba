namespace Brasa.Sandbox;

/// <summary>How much of something was asked for lately: what is kept ready of it follows that.</summary>
public sealed class RecentDemand(TimeProvider clock)
{
    private const int Seconds = 180;

    private readonly Lock gate = new();
    private readonly int[] taken = new int[Seconds];
    private long second;

    /// <summary>One more.</summary>
    public void Note()
    {
        lock (gate)
        {
            Advance();
            taken[second % Seconds]++;
        }
    }

    /// <summary>The most in one second of the last three minutes.</summary>
    public int Peak()
    {
        lock (gate)
        {
            Advance();
            return taken.Max();
        }
    }

    private void Advance()
    {
        var now = clock.GetTimestamp() / clock.TimestampFrequency;
        for (var passed = Math.Max(second, now - Seconds) + 1; passed <= now; passed++) taken[passed % Seconds] = 0;
        second = now;
    }
}
