using System.Text.RegularExpressions;

namespace Brasa.Wire.Validation;

/// <summary>What a shape's values must satisfy.</summary>
public sealed record Constraints
{
    /// <summary>Anything goes.</summary>
    public static readonly Constraints None = new();

    /// <summary>The least length, item count, or integer.</summary>
    public long? Min { get; init; }

    /// <summary>The greatest length, item count, or integer.</summary>
    public long? Max { get; init; }

    /// <summary>The least floating-point number.</summary>
    public double? MinNumber { get; init; }

    /// <summary>The greatest floating-point number.</summary>
    public double? MaxNumber { get; init; }

    /// <summary>What the whole text must match.</summary>
    public PatternConstraint? Pattern { get; init; }

    /// <summary>The only texts allowed.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Whether values must not be shown in messages or logs.</summary>
    public bool IsSensitive { get; init; }
}

/// <summary>A regular expression.</summary>
/// <param name="Text">As the model spells it, for messages.</param>
/// <param name="Regex">Gives the expression, anchored to the whole text and bounded in time.</param>
public sealed record PatternConstraint(string Text, Func<Regex> Regex);
