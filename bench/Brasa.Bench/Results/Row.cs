namespace Brasa.Bench.Results;

/// <summary>How Brasa is held against its baseline.</summary>
internal enum Comparison
{
    /// <summary>Brasa's value divided by the baseline's.</summary>
    Ratio,

    /// <summary>Brasa's value less the baseline's.</summary>
    Difference,

    /// <summary>Brasa's value as it is, beside what it takes without Brasa.</summary>
    Value,
}

/// <summary>What a comparison is meant to reach.</summary>
internal sealed record Aim(double Limit, bool IsUpperLimit)
{
    public static Aim AtMost(double limit) => new(limit, IsUpperLimit: true);

    public static Aim AtLeast(double limit) => new(limit, IsUpperLimit: false);

    /// <summary>How far on the right side of the limit a value is; negative on the wrong one.</summary>
    public double Margin(double value) => IsUpperLimit ? Limit - value : value - Limit;
}

/// <summary>One line of the results.</summary>
/// <param name="Name">Language and figure, as <c>warm/python/p50</c>.</param>
/// <param name="Unit">Of the baseline, of Brasa, and of a difference between them.</param>
/// <param name="Against">What the baseline is.</param>
/// <param name="Baseline">Measured in the same run, in turns with Brasa.</param>
/// <param name="Brasa">Measured.</param>
/// <param name="Comparison">How <paramref name="Compared"/> was made.</param>
/// <param name="Compared">The ratio, difference or value.</param>
/// <param name="Aim">What it is meant to reach, if anything is.</param>
internal sealed record Row(
    string Name, string Unit, string Against, Figure Baseline, Figure Brasa, Comparison Comparison, Figure Compared, Aim? Aim)
{
    /// <summary>How far the aim is exceeded, or missed where negative.</summary>
    public double? Margin => Aim?.Margin(Compared.Value);
}
