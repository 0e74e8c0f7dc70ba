using System.Globalization;

namespace Brasa.Lambda.Environments;

/// <summary>The machine's memory.</summary>
/// <param name="TotalBytes">All of it.</param>
/// <param name="AvailableBytes">What can be had without swapping.</param>
internal readonly record struct HostMemory(long TotalBytes, long AvailableBytes)
{
    private const int ReservePercent = 5;
    private const long LeastReserveBytes = 128L << 20;

    /// <summary>How much has to be freed so that enough is in reserve; negative where more than that is available.</summary>
    public long MissingBytes => ReserveBytes - AvailableBytes;

    /// <summary>Whether half the reserve is used up: what could be freed has not been enough, and nothing more may be begun.</summary>
    public bool IsExhausted => AvailableBytes < ReserveBytes / 2;

    private long ReserveBytes => Math.Max(TotalBytes / 100 * ReservePercent, LeastReserveBytes);

    /// <summary>Asks the kernel.</summary>
    /// <remarks>proc_meminfo(5).</remarks>
    public static HostMemory Read() => Parse(File.ReadLines("/proc/meminfo"));

    internal static HostMemory Parse(IEnumerable<string> lines)
    {
        long total = 0, available = 0;
        foreach (var line in lines)
        {
            if (line.StartsWith("MemTotal:", StringComparison.Ordinal)) total = ReadKibibytes(line);
            if (line.StartsWith("MemAvailable:", StringComparison.Ordinal)) available = ReadKibibytes(line);
            if (available > 0) break;
        }

        return new HostMemory(total, available);
    }

    private static long ReadKibibytes(string line) =>
        long.Parse(line.AsSpan(line.IndexOf(':') + 1).TrimStart().TrimEnd("kB "), CultureInfo.InvariantCulture) << 10;
}
