namespace Brasa.Lambda.Asynchronous;

/// <summary>AWS's rules for events that are tried again.</summary>
/// <remarks>AWS Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation" and "Lambda quotas".</remarks>
internal static class EventRules
{
    /// <summary>Bytes of an event.</summary>
    public const int PayloadBytes = 1_048_576;

    /// <summary>The first wait after a throttle or a failure of the server; each further one is twice as long.</summary>
    public static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);

    /// <summary>The longest of them.</summary>
    public static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    /// <summary>How long an event waits that the function has failed on.</summary>
    /// <param name="attempts">How often it has.</param>
    public static TimeSpan DelayAfter(int attempts) => TimeSpan.FromMinutes(attempts);

    /// <summary>How long is waited after so many failures in a row.</summary>
    public static TimeSpan BackOffAfter(int failures)
    {
        var wait = FirstBackOff;
        for (var i = 1; i < failures && wait < LongestBackOff; i++) wait *= 2;
        return wait < LongestBackOff ? wait : LongestBackOff;
    }
}
