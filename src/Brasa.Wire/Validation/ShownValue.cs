using System.Globalization;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Validation;

/// <summary>How a value is shown in a validation message; <c>null</c> for one that must not be.</summary>
internal static class ShownValue
{
    public static string? Of(Constraints constraints, string text) => constraints.IsSensitive ? null : $"'{text}'";

    public static string? Of(Constraints constraints, long value) => Of(constraints, value.ToString(CultureInfo.InvariantCulture));

    public static string? Of(Constraints constraints, double value) => Of(constraints, ConstraintMessages.Number(value));

    public static string? Of<T>(ListSchema<T> schema, IReadOnlyList<T> items) =>
        schema.Item.Constraints.IsSensitive ? null : Of(schema.Constraints, $"[{string.Join(", ", items)}]");

    public static string? Of<T>(MapSchema<T> schema, IReadOnlyDictionary<string, T> entries) =>
        schema.Keys.IsSensitive || schema.Value.Constraints.IsSensitive
            ? null
            : Of(schema.Constraints, $"{{{string.Join(", ", entries.Select(entry => $"{entry.Key}={entry.Value}"))}}}");
}
