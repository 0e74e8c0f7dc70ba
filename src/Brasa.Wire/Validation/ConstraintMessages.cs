using System.Globalization;

namespace Brasa.Wire.Validation;

/// <summary>AWS's words for broken constraints.</summary>
internal static class ConstraintMessages
{
    public const string NotNull = "Member must not be null";

    public static string Summary(IReadOnlyList<string> failures)
    {
        var count = failures.Count == 1 ? "1 validation error" : $"{failures.Count} validation errors";
        return $"{count} detected: {string.Join("; ", failures)}";
    }

    /// <param name="shown">The value; <c>null</c> for one that must not be shown.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="constraint">What it breaks.</param>
    public static string Failure(string? shown, string path, string constraint)
    {
        var value = shown is null ? "Value" : $"Value {shown}";
        return $"{value} at '{path}' failed to satisfy constraint: {constraint}";
    }

    public static string MinLength(int min) => $"Member must have length greater than or equal to {min}";

    public static string MaxLength(int max) => $"Member must have length less than or equal to {max}";

    public static string MinValue(decimal min) => string.Create(CultureInfo.InvariantCulture, $"Member must have value greater than or equal to {min}");

    public static string MaxValue(decimal max) => string.Create(CultureInfo.InvariantCulture, $"Member must have value less than or equal to {max}");

    public static string Matching(string pattern) => $"Member must satisfy regular expression pattern: {pattern}";

    public static string OneOf(IReadOnlyList<string> values) => $"Member must satisfy enum value set: [{string.Join(", ", values)}]";

    public static string EachItem(Constraints constraints) => $"Member must satisfy constraint: [{string.Join(", ", constraints.All())}]";

    public static string EachKey(Constraints constraints) => $"Map keys must satisfy constraint: [{string.Join(", ", constraints.All())}]";

    public static string EachValue(Constraints constraints) => $"Map value must satisfy constraint: [{string.Join(", ", constraints.All())}]";
}
