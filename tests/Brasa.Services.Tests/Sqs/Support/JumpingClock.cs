namespace Brasa.Services.Tests.Sqs.Support;

/// <summary>A clock whose wall time is set, forth and back, as an administrator or a time server does; the time that passes is another's.</summary>
internal sealed class JumpingClock(TimeProvider passing) : TimeProvider
{
    /// <summary>How far the wall time is off.</summary>
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => passing.GetUtcNow() + Offset;

    public override long TimestampFrequency => passing.TimestampFrequency;

    public override long GetTimestamp() => passing.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => passing.CreateTimer(callback, state, dueTime, period);
}
