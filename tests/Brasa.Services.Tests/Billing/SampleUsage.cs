using Brasa.Core.Metering;
using Brasa.Services.Billing;

namespace Brasa.Services.Tests.Billing;

/// <summary>Usage and prices to test with.</summary>
internal sealed class SampleUsage : IUsage
{
    /// <summary>2026-03-01T00:00Z.</summary>
    public const long March = 492_312;

    public static PriceBook Prices { get; } = new()
    {
        Currency = "USD",
        PerMillionRequests = 0.20m,
        TmpPerGbSecond = 0.0000000309m,
        StreamedPerGb = 0.008m,
        Architectures = new Dictionary<string, ArchitecturePrices>
        {
            ["x86_64"] = new([new(6_000_000_000m, 0.0000166667m), new(15_000_000_000m, 0.0000150000m), new(null, 0.0000133334m)], 0.0000041667m, 0.0000097222m),
            ["arm64"] = new([new(7_500_000_000m, 0.0000133334m), new(18_750_000_000m, 0.0000120001m), new(null, 0.0000106667m)], 0.0000033334m, 0.0000077778m),
        },
    };

    public List<UsageRow> Rows { get; } = [];

    public long Unmetered { get; set; }

    public IReadOnlyList<UsageRow> Read(long from, long before, string? account) =>
        [.. Rows.Where(row => row.Key.Hour >= from && row.Key.Hour < before && (account is null || row.Key.Account == account))];

    public static UsageRow Row(
        UsageSums sums, long hour = March, string account = "111111111111", string region = "us-east-1", string function = "hello", string architecture = "x86_64", string tags = "") =>
        new(new UsageKey(hour, account, region, function, "$LATEST", architecture, tags), sums);

    /// <summary>So many GB-seconds of memory.</summary>
    public static UsageSums GbSeconds(decimal count) => new() { MemoryMs = (long)(count * PriceBook.MemoryMsPerGbSecond) };
}
