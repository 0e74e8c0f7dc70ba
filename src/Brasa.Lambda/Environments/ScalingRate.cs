using Brasa.Contracts.Lambda;
using Brasa.Lambda.Concurrency;

namespace Brasa.Lambda.Environments;

/// <summary>How fast one function may scale up.</summary>
/// <remarks>AWS Lambda developer guide, "Lambda scaling behavior": 1,000 execution environments every ten seconds, refilled steadily.</remarks>
internal sealed class ScalingRate(TimeProvider clock)
{
    private const double Most = 1_000;
    private const double PerSecond = 100;

    private double left = Most;
    private long since = clock.GetTimestamp();

    /// <summary>Accounts for one more environment. Not for several threads at once.</summary>
    /// <exception cref="TooManyRequestsException">The function scales up too fast.</exception>
    public void Take()
    {
        var now = clock.GetTimestamp();
        left = Math.Min(Most, left + (clock.GetElapsedTime(since, now).TotalSeconds * PerSecond));
        since = now;
        if (left < 1) throw Throttle.By(ThrottleReason.FunctionInvocationRateLimitExceeded);
        left--;
    }
}
