using System.Net;
using Microsoft.Extensions.Logging;

namespace Brasa.Wire.SigV4;

/// <summary>Writes down what was refused, so much of it that nobody can fill the log.</summary>
internal sealed class RefusalLog(TimeProvider clock, ILogger log)
{
    /// <summary>Lines at once, and then a second.</summary>
    public const int Burst = 100;
    public const int PerSecond = 1;

    /// <summary>How much of a key's id is written: as much as AWS's have.</summary>
    private const int MaxIdLength = 20;

    private readonly Lock gate = new();
    private readonly TokenBucket lines = new(Burst, PerSecond, clock);
    private long leftOut;

    public void Write(SignatureException refused, string? accessKeyId, IPAddress? source)
    {
        if (!TakeLine())
            return;
        var id = Shorten(accessKeyId);
        log.SignatureRefused(refused.Fault, id, source);
    }

    /// <summary>Writes the second use of a signature, and the first that is too many.</summary>
    public void Replayed(string accessKeyId, int uses)
    {
        if (uses is not (2 or ReplayGuard.MaxUses + 1) || !TakeLine())
            return;
        var id = Shorten(accessKeyId);
        log.SignatureReplayed(id, uses);
    }

    private bool TakeLine()
    {
        long before;
        lock (gate)
        {
            if (!lines.TryTake())
            {
                leftOut++;
                return false;
            }
            (before, leftOut) = (leftOut, 0);
        }
        if (before > 0) log.RefusalsLeftOut(before);
        return true;
    }

    // An id that was read has letters, digits and underscores only.
    private static string Shorten(string? accessKeyId) => accessKeyId is null ? "?" : accessKeyId[..Math.Min(accessKeyId.Length, MaxIdLength)];
}

internal static partial class RefusalMessages
{
    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "Refused a signature ({Fault}) for key {AccessKeyId} from {Source}")]
    public static partial void SignatureRefused(this ILogger log, SignatureFault fault, string accessKeyId, IPAddress? source);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, Message = "A signature of key {AccessKeyId} came {Uses} times")]
    public static partial void SignatureReplayed(this ILogger log, string accessKeyId, int uses);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "{Count} more lines about signatures were left out")]
    public static partial void RefusalsLeftOut(this ILogger log, long count);
}
