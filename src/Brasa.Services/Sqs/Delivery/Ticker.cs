namespace Brasa.Services.Sqs.Delivery;

/// <summary>Milliseconds that pass evenly, whatever is done to the clock.</summary>
internal sealed class Ticker(TimeProvider clock)
{
    private readonly long start = clock.GetTimestamp();

    public TimeProvider Clock => clock;

    /// <summary>Milliseconds since this was made.</summary>
    public long Now => (long)clock.GetElapsedTime(start).TotalMilliseconds;

    /// <summary>Milliseconds since 1970, as the clock has it now.</summary>
    public long WallNow => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
