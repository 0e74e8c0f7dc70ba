using System.Collections.Frozen;

namespace Brasa.Services.Iam.Policies.Conditions;

/// <summary>A condition operator.</summary>
/// <param name="Comparison">How values are compared.</param>
/// <param name="IsNegated">Whether they must not compare so.</param>
/// <param name="IfExists">Whether a request without the key passes.</param>
/// <param name="Quantifier">How many of a request's values must pass.</param>
/// <remarks>IAM User Guide, "IAM JSON policy elements: Condition operators".</remarks>
internal readonly record struct ConditionOperator(Comparison Comparison, bool IsNegated, bool IfExists, Quantifier Quantifier)
{
    private const string ForAllValues = "ForAllValues:";
    private const string ForAnyValue = "ForAnyValue:";
    private const string IfExistsSuffix = "IfExists";

    private static readonly FrozenDictionary<string, (Comparison Comparison, bool IsNegated)> Names = new Dictionary<string, (Comparison, bool)>
    {
        ["StringEquals"] = (Comparison.Text, false),
        ["StringNotEquals"] = (Comparison.Text, true),
        ["StringEqualsIgnoreCase"] = (Comparison.TextIgnoringCase, false),
        ["StringNotEqualsIgnoreCase"] = (Comparison.TextIgnoringCase, true),
        ["StringLike"] = (Comparison.TextPattern, false),
        ["StringNotLike"] = (Comparison.TextPattern, true),
        ["NumericEquals"] = (Comparison.Number, false),
        ["NumericNotEquals"] = (Comparison.Number, true),
        ["NumericLessThan"] = (Comparison.NumberLess, false),
        ["NumericLessThanEquals"] = (Comparison.NumberLessOrEqual, false),
        ["NumericGreaterThan"] = (Comparison.NumberGreater, false),
        ["NumericGreaterThanEquals"] = (Comparison.NumberGreaterOrEqual, false),
        ["DateEquals"] = (Comparison.Date, false),
        ["DateNotEquals"] = (Comparison.Date, true),
        ["DateLessThan"] = (Comparison.DateLess, false),
        ["DateLessThanEquals"] = (Comparison.DateLessOrEqual, false),
        ["DateGreaterThan"] = (Comparison.DateGreater, false),
        ["DateGreaterThanEquals"] = (Comparison.DateGreaterOrEqual, false),
        ["Bool"] = (Comparison.Boolean, false),
        ["BinaryEquals"] = (Comparison.Binary, false),
        ["IpAddress"] = (Comparison.Address, false),
        ["NotIpAddress"] = (Comparison.Address, true),
        ["ArnEquals"] = (Comparison.Arn, false),
        ["ArnLike"] = (Comparison.Arn, false),
        ["ArnNotEquals"] = (Comparison.Arn, true),
        ["ArnNotLike"] = (Comparison.Arn, true),
        ["Null"] = (Comparison.Absent, false),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads an operator's name; <c>null</c> where there is none of that name.</summary>
    public static ConditionOperator? TryParse(string name)
    {
        var quantifier = name.StartsWith(ForAllValues, StringComparison.Ordinal) ? Quantifier.All
            : name.StartsWith(ForAnyValue, StringComparison.Ordinal) ? Quantifier.Any
            : Quantifier.One;
        var plain = quantifier == Quantifier.One ? name : name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var ifExists = plain.EndsWith(IfExistsSuffix, StringComparison.Ordinal);
        if (ifExists) plain = plain[..^IfExistsSuffix.Length];
        if (!Names.TryGetValue(plain, out var found)) return null;

        // Null asks for the key itself: nothing can be left to whether there is one.
        var isPlain = quantifier == Quantifier.One && !ifExists;
        return found.Comparison == Comparison.Absent && !isPlain ? null : new ConditionOperator(found.Comparison, found.IsNegated, ifExists, quantifier);
    }
}
