namespace Brasa.Services.Logs.Insights.Aggregates;

/// <summary>What is made of numbers.</summary>
internal enum NumberMeasure : byte
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their standard deviation.</summary>
    Deviation,
}
