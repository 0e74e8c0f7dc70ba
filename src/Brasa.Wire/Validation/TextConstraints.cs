using System.Text.RegularExpressions;

namespace Brasa.Wire.Validation;

/// <summary>Constraints on one text.</summary>
internal static class TextConstraints
{
    public static bool Hold(Constraints constraints, string text) =>
        !(text.Length > constraints.Max)
        && !(text.Length < constraints.Min)
        && (constraints.Values is not { } values || values.Contains(text))
        && (constraints.Pattern is not { } pattern || Matches(pattern, text));

    /// <summary>Everything that is wrong with <paramref name="text"/>, in AWS's words.</summary>
    public static IEnumerable<string> Failures(Constraints constraints, string text)
    {
        if (text.Length > constraints.Max)
            yield return ConstraintMessages.MaxLength(constraints.Max.Value);
        if (text.Length < constraints.Min)
            yield return ConstraintMessages.MinLength(constraints.Min.Value);
        if (constraints.Values is { } values && !values.Contains(text))
            yield return ConstraintMessages.OneOf(values);
        // A text that is too long is not matched at all: the bound on length is what keeps matching cheap.
        if (constraints.Pattern is { } pattern && (text.Length > constraints.Max || !Matches(pattern, text)))
            yield return ConstraintMessages.Matching(pattern.Text);
    }

    private static bool Matches(PatternConstraint pattern, string text)
    {
        try
        {
            return pattern.Regex().IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
