namespace Brasa.Services.Billing;

/// <summary>What usage costs. There is no free tier.</summary>
public sealed record PriceBook
{
    /// <summary>What a GB of memory for a second is, in MiB times milliseconds.</summary>
    public const decimal MemoryMsPerGbSecond = 1024m * 1000m;

    /// <summary>Bytes of a GB that is streamed.</summary>
    public const decimal BytesPerGb = 1L << 30;

    /// <summary>The currency, as <c>USD</c>.</summary>
    public required string Currency { get; init; }

    /// <summary>A million requests.</summary>
    public required decimal PerMillionRequests { get; init; }

    /// <summary>Prices that depend on the processor, by architecture.</summary>
    public required IReadOnlyDictionary<string, ArchitecturePrices> Architectures { get; init; }

    /// <summary>A GB of <c>/tmp</c> above 512 MB for a second.</summary>
    public required decimal TmpPerGbSecond { get; init; }

    /// <summary>A GB that is streamed beyond the first 6 MB of a response.</summary>
    public required decimal StreamedPerGb { get; init; }
}

/// <summary>Prices for functions of one architecture, each of a GB of memory for a second.</summary>
/// <param name="Tiers">Of environments that events start, by what an account uses in a region in a month; the last has no end.</param>
/// <param name="KeptPerGbSecond">Of environments of provisioned concurrency while they are kept.</param>
/// <param name="ActivePerGbSecond">Of these while they run an event, beside it.</param>
public sealed record ArchitecturePrices(IReadOnlyList<PriceTier> Tiers, decimal KeptPerGbSecond, decimal ActivePerGbSecond);

/// <summary>A price for as much as is used up to some bound.</summary>
/// <param name="UpToGbSeconds">The bound, counted from the month's start; <c>null</c> for none.</param>
/// <param name="PerGbSecond">The price.</param>
public sealed record PriceTier(decimal? UpToGbSeconds, decimal PerGbSecond);
