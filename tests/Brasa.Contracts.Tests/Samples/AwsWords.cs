using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Brasa.Contracts.Tests.Models;
using Brasa.Contracts.Tests.Patterns;

namespace Brasa.Contracts.Tests.Samples;

/// <summary>AWS's words for broken constraints, from the model.</summary>
internal static partial class AwsWords
{
    /// <summary>Stands for a structure among the values shown, whose form AWS documents nowhere.</summary>
    private const string AnyStructure = "\ue000";

    public static string Summary(IReadOnlyList<string> failures) =>
        $"{failures.Count} validation error{(failures.Count == 1 ? "" : "s")} detected: {string.Join("; ", failures)}";

    /// <summary>Whether a message is the one expected.</summary>
    public static bool IsSame(string expected, string? actual) =>
        expected == (actual is not null && expected.Contains(AnyStructure) ? Structure().Replace(actual, AnyStructure) : actual);

    public static string Failure(string? shown, string path, string constraint) =>
        $"Value{(shown is null ? "" : $" {shown}")} at '{path}' failed to satisfy constraint: {constraint}";

    /// <summary>A value as messages show it; <c>null</c> for one that they must not show.</summary>
    public static string? Quote(Shape shape, JsonNode value) => IsSecret(shape) ? null : $"'{Show(shape, value)}'";

    /// <summary>The constraints of its shape that a value breaks, what it is made of aside.</summary>
    public static IEnumerable<string> Broken(Shape shape, JsonNode value)
    {
        if (shape.HasLength)
        {
            var length = LengthOf(shape, value);
            if (length > shape.Max)
                yield return Max(shape);
            if (length < shape.Min)
                yield return Min(shape);
        }
        if (shape.IsNumber && NumberOf(value) > shape.Max)
            yield return Max(shape);
        if (shape.IsNumber && NumberOf(value) < shape.Min)
            yield return Min(shape);
        if (shape.Pattern is not null && !JavaPattern.Of(shape.Pattern).Matches(value.GetValue<string>()))
            yield return Matching(shape);
        if (shape.Allowed?.Contains(value.GetValue<string>()) == false)
            yield return OneOf(shape);
    }

    /// <summary>All constraints of a shape, as they are listed where one of many values breaks one.</summary>
    public static string All(Shape shape)
    {
        var all = new List<string>();
        if (shape.Max is not null)
            all.Add(Max(shape));
        if (shape.Min is not null)
            all.Add(Min(shape));
        if (shape.Pattern is not null)
            all.Add(Matching(shape));
        if (shape.Allowed is not null)
            all.Add(OneOf(shape));
        return $"[{string.Join(", ", [.. all, "Member must not be null"])}]";
    }

    private static string Max(Shape shape) =>
        $"Member must have {Measure(shape)} less than or equal to {Bound(shape, shape.Max!.Value)}";

    private static string Min(Shape shape) =>
        $"Member must have {Measure(shape)} greater than or equal to {Bound(shape, shape.Min!.Value)}";

    private static string Matching(Shape shape) => $"Member must satisfy regular expression pattern: {shape.Pattern}";

    private static string OneOf(Shape shape) => $"Member must satisfy enum value set: [{string.Join(", ", shape.Allowed!)}]";

    private static string Measure(Shape shape) => shape.HasLength ? "length" : "value";

    private static string Bound(Shape shape, decimal bound) =>
        bound.ToString(shape.Type == "double" ? "0.0##" : "0", CultureInfo.InvariantCulture);

    private static int LengthOf(Shape shape, JsonNode value) => value switch
    {
        JsonArray items => items.Count,
        JsonObject entries => entries.Count,
        _ when shape.Type == "blob" => Convert.FromBase64String(value.GetValue<string>()).Length,
        _ => value.GetValue<string>().Length,
    };

    private static decimal NumberOf(JsonNode value) =>
        decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static bool IsSecret(Shape shape) => shape.IsSensitive || shape.Type switch
    {
        "list" => IsSecret(shape.Item),
        "map" => IsSecret(shape.Key) || IsSecret(shape.Value),
        _ => false,
    };

    private static string Show(Shape shape, JsonNode value) => shape.Type switch
    {
        "list" => $"[{string.Join(", ", value.AsArray().Select(item => Show(shape.Item, item!)))}]",
        "map" => $"{{{string.Join(", ", value.AsObject().Select(entry => $"{entry.Key}={Show(shape.Value, entry.Value!)}"))}}}",
        "structure" => AnyStructure,
        "double" => NumberOf(value).ToString("0.0####", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    [GeneratedRegex(@"\w+ \{[^{}]*\}")]
    private static partial Regex Structure();
}
