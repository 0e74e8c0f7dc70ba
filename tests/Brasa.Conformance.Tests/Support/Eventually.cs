using System.Diagnostics;

namespace Brasa.Conformance.Tests.Support;

/// <summary>Waits for what another process does and tells nobody.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Completes when <paramref name="condition"/> holds, and fails where it takes too long.</summary>
    public static Task TrueAsync(Func<bool> condition, string failure) => TrueAsync(() => Task.FromResult(condition()), failure);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, string failure)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience) Assert.Fail(failure);
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }
}
