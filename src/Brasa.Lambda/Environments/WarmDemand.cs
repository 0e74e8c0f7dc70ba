namespace Brasa.Lambda.Environments;

/// <summary>How many environments of a runtime have been started lately.</summary>
internal sealed class WarmDemand(TimeProvider clock)
{
    private const int Seconds = 180;

    private readonly Lock gate = new();
    private readonly int[] starts = new int[Seconds];
    private long second;

    /// <summary>One more.</summary>
    public void Note()
    {
        lock (gate)
        {
            Advance();
            starts[second % Seconds]++;
        }
    }

    /// <summary>The most in one second of the last three minutes.</summary>
    public int Peak()
    {
        lock (gate)
        {
            Advance();
            return starts.Max();
        }
    }

    private void Advance()
    {
        var now = clock.GetTimestamp() / clock.TimestampFrequency;
        for (var passed = Math.Max(second, now - Seconds) + 1; passed <= now; passed++) starts[passed % Seconds] = 0;
        second = now;
    }
}
