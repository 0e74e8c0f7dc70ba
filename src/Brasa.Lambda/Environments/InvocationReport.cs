using System.Globalization;

namespace Brasa.Lambda.Environments;

/// <summary>What an invocation cost, as AWS's REPORT line tells it.</summary>
internal sealed record InvocationReport
{
    private const long BytesPerMiB = 1024 * 1024;

    public required string RequestId { get; init; }

    /// <summary>From handing the event over to the runtime's answer.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>From the environment's start to the runtime's first request for an event; only with the first invocation.</summary>
    public TimeSpan? InitDuration { get; init; }

    /// <summary>MiB configured.</summary>
    public required int MemoryMiB { get; init; }

    /// <summary>The most the environment has used in its life, in bytes.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>The same in MiB, as the reports tell it.</summary>
    public long UsedMiB => Math.Min(MemoryMiB, (PeakMemoryBytes + BytesPerMiB - 1) / BytesPerMiB);

    /// <summary><c>timeout</c> or <c>error</c>; <c>null</c> after a success.</summary>
    public string? Status { get; init; }

    /// <summary>The error's type, with the status <c>error</c>.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Whole milliseconds paid for: initialization is charged like the invocation.</summary>
    public long BilledMilliseconds => BillOf(Duration, InitDuration);

    /// <summary>Whole milliseconds paid for a duration, and for INIT where there was one.</summary>
    public static long BillOf(TimeSpan duration, TimeSpan? init) => (long)Math.Ceiling(Math.Round((duration + (init ?? TimeSpan.Zero)).TotalMilliseconds, 2));

    /// <inheritdoc />
    public override string ToString()
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"REPORT RequestId: {RequestId}\tDuration: {Duration.TotalMilliseconds:F2} ms\tBilled Duration: {BilledMilliseconds} ms\tMemory Size: {MemoryMiB} MB\tMax Memory Used: {UsedMiB} MB\t");
        if (InitDuration is { } init) line += string.Create(CultureInfo.InvariantCulture, $"Init Duration: {init.TotalMilliseconds:F2} ms\t");
        if (Status is not null) line += $"Status: {Status}";
        if (ErrorType is not null) line += $"\tError Type: {ErrorType}";
        return line;
    }
}
