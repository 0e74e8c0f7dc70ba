namespace Brasa.Lambda.Asynchronous;

/// <summary>Time that passes, since the server's start: what waits is not disturbed by wall clocks that are set.</summary>
internal sealed class EventTime(TimeProvider clock)
{
    private readonly long origin = clock.GetTimestamp();

    public TimeProvider Clock => clock;

    public TimeSpan Now => clock.GetElapsedTime(origin);

    public DateTimeOffset WallNow => clock.GetUtcNow();

    /// <summary>A wall time in this one.</summary>
    public TimeSpan Of(DateTimeOffset wall) => Now + (wall - WallNow);
}
