using Brasa.Contracts.Lambda;

namespace Brasa.Lambda.Concurrency;

/// <summary>How invocations are refused that would be too many.</summary>
internal static class Throttle
{
    /// <summary>Seconds: what runs now may be over then, and starts of environments are allowed anew.</summary>
    private const string RetryAfter = "1";

    /// <param name="reason">AWS's reason.</param>
    /// <param name="why">What more there is to say.</param>
    public static TooManyRequestsException By(ThrottleReason reason, string? why = null) =>
        new(why is null ? "Rate Exceeded." : $"Rate Exceeded. {why}") { Reason = reason, RetryAfterSeconds = RetryAfter };
}
