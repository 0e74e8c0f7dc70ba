using System.Globalization;

namespace Brasa.Wire.Validation;

/// <summary>AWS's words for broken constraints.</summary>
internal static class ConstraintMessages
{
    public const string NotNull = "Member must not be null";

    public static string Summary(IReadOnlyList<string> errors)
    {
        var count = errors.Count == 1 ? "1 validation error" : $"{errors.Count} validation errors";
        return $"{count} detected: {string.Join("; ", errors)}";
    }

    public static string Failure(string? shown, string path, string constraint)
    {
        var value = shown is null ? "Value" : $"Value {shown}";
        return $"{value} at '{path}' failed to satisfy constraint: {constraint}";
    }

    public static string MinLength(long min) => $"Member must have length greater than or equal to {min}";

    public static string MaxLength(long max) => $"Member must have length less than or equal to {max}";

    public static string MinValue(long min) => $"Member must have value greater than or equal to {min}";

    public static string MaxValue(long max) => $"Member must have value less than or equal to {max}";

    public static string MinValue(double min) => $"Member must have value greater than or equal to {Number(min)}";

    public static string MaxValue(double max) => $"Member must have value less than or equal to {Number(max)}";

    public static string Matching(string pattern) => $"Member must satisfy regular expression pattern: {pattern}";

    public static string OneOf(IReadOnlyList<string> values) => $"Member must satisfy enum value set: [{string.Join(", ", values)}]";

    public static string EachItem(string failures) => $"Member must satisfy constraint: [{failures}]";

    public static string EachKey(string failures) => $"Map keys must satisfy constraint: [{failures}]";

    public static string EachValue(string failures) => $"Map value must satisfy constraint: [{failures}]";

    /// <summary>A number as Java prints it: <c>2</c> is <c>2.0</c>.</summary>
    public static string Number(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1e7
            ? value.ToString("0.0", CultureInfo.InvariantCulture)
            : value.ToString(CultureInfo.InvariantCulture);
}
