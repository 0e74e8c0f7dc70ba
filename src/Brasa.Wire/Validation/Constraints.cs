using System.Text.RegularExpressions;

namespace Brasa.Wire.Validation;

/// <summary>What a shape's values must satisfy.</summary>
public sealed record Constraints
{
    /// <summary>Anything goes.</summary>
    public static readonly Constraints None = new();

    /// <summary>The least length of a text or blob, or count of items.</summary>
    public int? MinLength { get; init; }

    /// <summary>The greatest length of a text or blob, or count of items.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The least number, with the digits it is shown with.</summary>
    public decimal? MinValue { get; init; }

    /// <summary>The greatest number, with the digits it is shown with.</summary>
    public decimal? MaxValue { get; init; }

    /// <summary>What the whole text must match.</summary>
    public PatternConstraint? Pattern { get; init; }

    /// <summary>The only texts allowed.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Whether values must not be shown in messages or logs.</summary>
    public bool IsSensitive { get; init; }

    internal bool AllowsLength(int length) => !(length < MinLength) && !(length > MaxLength);

    internal bool AllowsNumber(double number) => !(number < (double?)MinValue) && !(number > (double?)MaxValue);

    internal bool AllowsText(string text) =>
        AllowsLength(text.Length)
        && (Pattern is null || Pattern.Matches(text))
        && (Values is null || Values.Contains(text));

    /// <summary>Those a length breaks, in AWS's words.</summary>
    internal IEnumerable<string> BrokenByLength(int length)
    {
        if (length > MaxLength)
            yield return ConstraintMessages.MaxLength(MaxLength.Value);
        if (length < MinLength)
            yield return ConstraintMessages.MinLength(MinLength.Value);
    }

    /// <summary>Those a number breaks, in AWS's words.</summary>
    internal IEnumerable<string> BrokenByNumber(double number)
    {
        if (number > (double?)MaxValue)
            yield return ConstraintMessages.MaxValue(MaxValue!.Value);
        if (number < (double?)MinValue)
            yield return ConstraintMessages.MinValue(MinValue!.Value);
    }

    /// <summary>Those a text breaks, in AWS's words.</summary>
    internal IEnumerable<string> BrokenByText(string text)
    {
        foreach (var broken in BrokenByLength(text.Length))
            yield return broken;
        // However long: a text that is too long and matches is told of its length alone. The expression itself bounds the time.
        if (Pattern is not null && !Pattern.Matches(text))
            yield return ConstraintMessages.Matching(Pattern.Text);
        if (Values is not null && !Values.Contains(text))
            yield return ConstraintMessages.OneOf(Values);
    }

    /// <summary>All of them, as AWS lists what each item of a list must satisfy when one does not.</summary>
    internal IEnumerable<string> All()
    {
        if (MaxLength is { } maxLength)
            yield return ConstraintMessages.MaxLength(maxLength);
        if (MinLength is { } minLength)
            yield return ConstraintMessages.MinLength(minLength);
        if (MaxValue is { } maxValue)
            yield return ConstraintMessages.MaxValue(maxValue);
        if (MinValue is { } minValue)
            yield return ConstraintMessages.MinValue(minValue);
        if (Pattern is { } pattern)
            yield return ConstraintMessages.Matching(pattern.Text);
        if (Values is { } values)
            yield return ConstraintMessages.OneOf(values);
        yield return ConstraintMessages.NotNull;
    }
}

/// <summary>A regular expression.</summary>
/// <param name="Text">As the model spells it, for messages.</param>
/// <param name="Regex">Gives the expression, anchored to the whole text and bounded in time.</param>
public sealed record PatternConstraint(string Text, Func<Regex> Regex)
{
    internal bool Matches(string text)
    {
        try
        {
            return Regex().IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
