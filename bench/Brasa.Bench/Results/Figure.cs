namespace Brasa.Bench.Results;

/// <summary>One measured value, and the lowest and highest of the values it was taken from.</summary>
internal sealed record Figure(double Value, double Low, double High)
{
    /// <summary>The median of rounds, and their spread.</summary>
    public static Figure Median(IEnumerable<double> rounds)
    {
        var sorted = rounds.Order().ToList();
        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Figure(median, sorted[0], sorted[^1]);
    }
}
