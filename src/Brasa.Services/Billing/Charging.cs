using Brasa.Core.Metering;

namespace Brasa.Services.Billing;

/// <summary>Charges the usage of one month, row by row, in the order of time: each row at the tier that what came before it in the month has reached, to 15 decimals. Sums of that
/// many are exact, in whatever order and groups.</summary>
/// <remarks>Memory is counted for tiers by account, region and architecture, as AWS does without consolidated billing.</remarks>
internal sealed class Charging(PriceBook prices)
{
    private const decimal Million = 1_000_000;
    private const int Decimals = 15;

    /// <summary>What was used up to now, in MiB times milliseconds.</summary>
    private readonly Dictionary<(string Account, string Region, string Architecture), decimal> used = [];

    /// <summary>What a row costs. Rows come in the order of time, each once.</summary>
    public decimal Charge(UsageRow row)
    {
        var (key, sums) = row;

        // What a price book does not know costs what the first it knows does: there is no third architecture yet.
        var architecture = prices.Architectures.GetValueOrDefault(key.Architecture) ?? prices.Architectures.Values.First();
        return Math.Round(
            (sums.Requests + sums.ExtraRequests) * prices.PerMillionRequests / Million
            + Memory((key.Account, key.Region, key.Architecture), architecture.Tiers, sums.MemoryMs)
            + Rest(sums.ActiveMs, architecture.ActivePerGbSecond, PriceBook.MemoryMsPerGbSecond)
            + Rest(sums.KeptMs, architecture.KeptPerGbSecond, PriceBook.MemoryMsPerGbSecond)
            + Rest(sums.TmpMs, prices.TmpPerGbSecond, PriceBook.MemoryMsPerGbSecond)
            + Rest(sums.StreamedBytes, prices.StreamedPerGb, PriceBook.BytesPerGb), Decimals);
    }

    /// <summary>What most rows have nothing of.</summary>
    private static decimal Rest(long amount, decimal price, decimal unit) => amount == 0 ? 0 : amount * price / unit;

    private decimal Memory((string, string, string) who, IReadOnlyList<PriceTier> tiers, decimal more)
    {
        if (more == 0) return 0;
        var from = used.GetValueOrDefault(who);
        var to = used[who] = from + more;
        var charge = 0m;
        foreach (var tier in tiers)
        {
            var end = tier.UpToGbSeconds is { } bound ? Math.Min(to, bound * PriceBook.MemoryMsPerGbSecond) : to;
            if (end <= from) continue;
            charge += (end - from) * tier.PerGbSecond / PriceBook.MemoryMsPerGbSecond;
            from = end;
        }

        return charge;
    }
}
