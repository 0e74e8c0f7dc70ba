using System.Globalization;

namespace Brasa.Wire.SigV4;

/// <summary>Counts how often the same signature comes.</summary>
/// <remarks>
/// AWS takes a signed request again while its time is within the skew, and clients rely on it: two equal requests of one second have one
/// signature. So it is counted, and bounded far above what clients do. Presigned URLs are made to be used again and are left out.
/// </remarks>
internal sealed class ReplayGuard(TimeProvider clock)
{
    /// <summary>How often one signature is good.</summary>
    public const int MaxUses = 10_000;

    /// <summary>How many signatures are remembered in a generation. Where more come, the eldest are forgotten early, and may be used anew.</summary>
    private const int Capacity = 32_768;

    /// <summary>S3's signatures are good for half an hour, from the skew before their time to that after it; others for less.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(30);

    private readonly Lock gate = new();
    private readonly RecentTable<ulong, int> uses = new(Capacity, Age, clock);

    /// <summary>Counts one use of a verified signature, and returns how many there have been.</summary>
    public int Count(string signature)
    {
        // Nobody without the key can choose these digits.
        var digits = ulong.Parse(signature.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        lock (gate)
        {
            var count = (uses.TryGet(digits, out var before) ? before : 0) + 1;
            uses.Set(digits, count);
            return count;
        }
    }
}
