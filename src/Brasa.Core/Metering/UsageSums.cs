namespace Brasa.Core.Metering;

/// <summary>What was used, in whole units: sums of these are exact.</summary>
public readonly record struct UsageSums
{
    /// <summary>Invocations.</summary>
    public long Requests { get; init; }

    /// <summary>Requests charged beside one for each invocation: those of large asynchronous events.</summary>
    public long ExtraRequests { get; init; }

    /// <summary>Milliseconds billed, with those of INIT: what REPORT lines say.</summary>
    public long BilledMs { get; init; }

    /// <summary>Milliseconds of INIT, rounded up for each; they are part of <see cref="BilledMs"/>.</summary>
    public long InitMs { get; init; }

    /// <summary>MiB of memory times milliseconds billed, of environments that events start.</summary>
    public long MemoryMs { get; init; }

    /// <summary>MiB of memory times milliseconds billed, of environments of provisioned concurrency.</summary>
    public long ActiveMs { get; init; }

    /// <summary>MiB of memory times milliseconds for which environments of provisioned concurrency were kept ready.</summary>
    public long KeptMs { get; init; }

    /// <summary>MiB of <c>/tmp</c> above 512 times milliseconds billed.</summary>
    public long TmpMs { get; init; }

    /// <summary>Streamed bytes beyond the free part of each response.</summary>
    public long StreamedBytes { get; init; }

    /// <summary>Both together.</summary>
    public static UsageSums operator +(UsageSums left, UsageSums right) => new()
    {
        Requests = left.Requests + right.Requests,
        ExtraRequests = left.ExtraRequests + right.ExtraRequests,
        BilledMs = left.BilledMs + right.BilledMs,
        InitMs = left.InitMs + right.InitMs,
        MemoryMs = left.MemoryMs + right.MemoryMs,
        ActiveMs = left.ActiveMs + right.ActiveMs,
        KeptMs = left.KeptMs + right.KeptMs,
        TmpMs = left.TmpMs + right.TmpMs,
        StreamedBytes = left.StreamedBytes + right.StreamedBytes,
    };

    /// <summary>Both together.</summary>
    public static UsageSums Add(UsageSums left, UsageSums right) => left + right;
}

/// <summary>What was used by one key.</summary>
/// <param name="Key">By whom, and when.</param>
/// <param name="Sums">What.</param>
public readonly record struct UsageRow(UsageKey Key, UsageSums Sums);
