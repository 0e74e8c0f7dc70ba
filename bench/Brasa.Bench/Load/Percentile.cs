namespace Brasa.Bench.Load;

/// <summary>Percentiles by nearest rank: always a value that was seen.</summary>
internal static class Percentile
{
    public static double Of(IReadOnlyList<double> sorted, int percent) =>
        sorted.Count > 0 ? sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * percent / 100.0) - 1)] : throw new BenchException("Nothing was measured.");
}
