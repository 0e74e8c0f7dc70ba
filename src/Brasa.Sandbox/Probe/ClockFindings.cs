using System.Diagnostics;
using System.Globalization;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Probe;

/// <summary>Whether the machine knows what time it is.</summary>
internal static class ClockFindings
{
    private const string Clock = "clock";
    private const string Remedy = "timedatectl set-ntp true, or apt-get install chrony";

    /// <summary>No machine that runs this lives before it.</summary>
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(100);

    /// <summary>Far more than a clock that is being adjusted strays in that time.</summary>
    private static readonly TimeSpan Jump = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<Finding> Of()
    {
        var begin = Stopwatch.GetTimestamp();
        var now = DateTimeOffset.UtcNow;
        Thread.Sleep(Watched);
        var wall = DateTimeOffset.UtcNow - now;
        return Of(now, wall - Stopwatch.GetElapsedTime(begin), LibC.IsClockSynchronised());
    }

    /// <param name="now">What the clock says.</param>
    /// <param name="stray">How much more time passed by it than by the one that is never set.</param>
    /// <param name="isSynchronised">Whether something keeps it right; <c>null</c> where the kernel does not tell.</param>
    internal static IEnumerable<Finding> Of(DateTimeOffset now, TimeSpan stray, bool? isSynchronised)
    {
        var time = now.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        if (now < Earliest) yield return Finding.Warning(Clock, $"The clock says {time}, which is past.", "Signatures and certificates are refused, and logs are stamped wrong.", Remedy);
        if (stray.Duration() > Jump)
        {
            yield return Finding.Warning(
                Clock, string.Create(CultureInfo.InvariantCulture, $"The clock strayed by {stray.TotalMilliseconds:F0} ms within {Watched.TotalMilliseconds:F0} ms."),
                "Something sets it in steps: logs are out of order, and signatures may be refused.", Remedy);
        }

        yield return isSynchronised == false
            ? Finding.Warning(
                Clock, $"Nothing is known to keep the clock right; it says {time}.",
                "Once it is five minutes off, signatures are refused (--auth on). In a virtual machine or container the host may keep it all the same.", Remedy)
            : Finding.Ok(Clock, $"{time}{(isSynchronised == true ? ", kept right" : "")}");
    }
}
