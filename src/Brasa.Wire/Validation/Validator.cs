using System.Globalization;
using Brasa.Core.Errors;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Validation;

/// <summary>Checks one request against its model's constraints, and gathers what it breaks in AWS's words.</summary>
public sealed class Validator
{
    private readonly List<string> path = new(capacity: 4);
    private List<string>? errors;

    private Validator()
    {
    }

    /// <exception cref="AwsException"><c>ValidationException</c>: <paramref name="request"/> breaks constraints.</exception>
    public static void Check<T>(StructureSchema<T> schema, T request)
        where T : class
    {
        var validator = new Validator();
        schema.Validate(validator, request);
        if (validator.errors is { } errors)
            throw AwsException.Validation(ConstraintMessages.Summary(errors));
    }

    internal void CheckMember<TValue>(MemberSchema member, ValueSchema<TValue> schema, TValue? value)
        where TValue : class
    {
        path.Add(member.PathName);
        if (value is not null)
            schema.Validate(this, value);
        else if (member.IsRequired)
            Report("null", ConstraintMessages.NotNull);
        path.RemoveAt(path.Count - 1);
    }

    internal void CheckMember<TValue>(MemberSchema member, ValueSchema<TValue> schema, TValue? value)
        where TValue : struct
    {
        path.Add(member.PathName);
        if (value is { } present)
            schema.Validate(this, present);
        else if (member.IsRequired)
            Report("null", ConstraintMessages.NotNull);
        path.RemoveAt(path.Count - 1);
    }

    internal void CheckText(Constraints constraints, string text)
    {
        if (TextConstraints.Hold(constraints, text))
            return;
        foreach (var failure in TextConstraints.Failures(constraints, text))
            Report(ShownValue.Of(constraints, text), failure);
    }

    internal void CheckBytes(Constraints constraints, int length) =>
        CheckSize(constraints, length, () => ShownValue.Of(constraints, $"{length} bytes"));

    internal void CheckRange(Constraints constraints, long value)
    {
        if (value < constraints.Min)
            Report(ShownValue.Of(constraints, value), ConstraintMessages.MinValue(constraints.Min.Value));
        if (value > constraints.Max)
            Report(ShownValue.Of(constraints, value), ConstraintMessages.MaxValue(constraints.Max.Value));
    }

    internal void CheckRange(Constraints constraints, double value)
    {
        if (value < constraints.MinNumber)
            Report(ShownValue.Of(constraints, value), ConstraintMessages.MinValue(constraints.MinNumber.Value));
        if (value > constraints.MaxNumber)
            Report(ShownValue.Of(constraints, value), ConstraintMessages.MaxValue(constraints.MaxNumber.Value));
    }

    internal void CheckList<T>(ListSchema<T> schema, IReadOnlyList<T> items)
    {
        string? Shown() => ShownValue.Of(schema, items);

        CheckSize(schema.Constraints, items.Count, Shown);
        if (items is IReadOnlyList<string> texts)
        {
            CheckEach(schema.Item.Constraints, texts, Shown, ConstraintMessages.EachItem);
            return;
        }
        for (var i = 0; i < items.Count; i++)
            CheckNested((i + 1).ToString(CultureInfo.InvariantCulture), schema.Item, items[i]);
    }

    internal void CheckMap<T>(MapSchema<T> schema, IReadOnlyDictionary<string, T> entries)
    {
        string? Shown() => ShownValue.Of(schema, entries);

        CheckSize(schema.Constraints, entries.Count, Shown);
        CheckEach(schema.Keys, entries.Keys, Shown, ConstraintMessages.EachKey);
        if (entries is IReadOnlyDictionary<string, string> texts)
        {
            CheckEach(schema.Value.Constraints, texts.Values, Shown, ConstraintMessages.EachValue);
            return;
        }
        foreach (var (key, item) in entries)
            CheckNested(schema.Keys.IsSensitive ? "***" : key, schema.Value, item);
    }

    private void CheckSize(Constraints constraints, int size, Func<string?> shown)
    {
        if (size > constraints.Max)
            Report(shown(), ConstraintMessages.MaxLength(constraints.Max.Value));
        if (size < constraints.Min)
            Report(shown(), ConstraintMessages.MinLength(constraints.Min.Value));
    }

    private void CheckEach(Constraints constraints, IEnumerable<string> texts, Func<string?> shown, Func<string, string> message)
    {
        foreach (var text in texts)
        {
            if (TextConstraints.Hold(constraints, text))
                continue;
            Report(shown(), message(string.Join(", ", TextConstraints.Failures(constraints, text))));
            return;
        }
    }

    private void CheckNested<TValue>(string step, ValueSchema<TValue> schema, TValue value)
    {
        path.Add(step);
        path.Add("member");
        schema.Validate(this, value);
        path.RemoveRange(path.Count - 2, 2);
    }

    private void Report(string? shown, string constraint) =>
        (errors ??= []).Add(ConstraintMessages.Failure(shown, string.Join('.', path), constraint));
}
