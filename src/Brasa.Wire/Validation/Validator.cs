using System.Globalization;
using Brasa.Core.Errors;
using Brasa.Wire.Schemas;

namespace Brasa.Wire.Validation;

/// <summary>Checks one request against its model's constraints, and gathers what it breaks in AWS's words.</summary>
public sealed class Validator
{
    private readonly List<string> path = new(capacity: 4);
    private List<string>? failures;

    private readonly Func<string, AwsException>? missing;

    private Validator(Func<string, AwsException>? missing) => this.missing = missing;

    /// <param name="schema">The request's schema.</param>
    /// <param name="request">The request.</param>
    /// <param name="invalid">The error, from what is wrong; a <c>ValidationException</c> unless given.</param>
    /// <param name="missing">The error for a member that is not there, from its name; <c>null</c> for the same as of all else.</param>
    /// <exception cref="AwsException"><paramref name="request"/> breaks constraints.</exception>
    public static void Check<T>(StructureSchema<T> schema, T request, Func<string, AwsException>? invalid = null, Func<string, AwsException>? missing = null)
        where T : class
    {
        var validator = new Validator(missing);
        schema.ValidateInside(validator, request);
        if (validator.failures is { } failures)
            throw (invalid ?? AwsException.Validation)(ConstraintMessages.Summary(failures));
    }

    internal void CheckMissing(MemberSchema member)
    {
        if (!member.IsRequired)
            return;
        if (missing is not null)
            throw missing(member.Name);
        path.Add(member.PathName);
        Report("null", ConstraintMessages.NotNull);
        path.RemoveAt(path.Count - 1);
    }

    internal void CheckMember<TValue>(MemberSchema member, ValueSchema<TValue> schema, TValue value)
    {
        path.Add(member.PathName);
        if (!schema.IsValid(value))
        {
            foreach (var broken in schema.Broken(value))
                Report(Shown(schema, value), broken);
        }
        schema.ValidateInside(this, value);
        path.RemoveAt(path.Count - 1);
    }

    internal void CheckItems<T>(ListSchema<T> schema, IReadOnlyList<T> items)
    {
        if (!items.All(schema.Item.IsValid))
            Report(Shown(schema, items), ConstraintMessages.EachItem(schema.Item.Constraints));
        for (var i = 0; i < items.Count; i++)
            CheckInside((i + 1).ToString(CultureInfo.InvariantCulture), schema.Item, items[i]);
    }

    internal void CheckEntries<T>(MapSchema<T> schema, IReadOnlyDictionary<string, T> entries)
    {
        if (!entries.Keys.All(schema.Keys.AllowsText))
            Report(Shown(schema, entries), ConstraintMessages.EachKey(schema.Keys));
        if (!entries.Values.All(schema.Value.IsValid))
            Report(Shown(schema, entries), ConstraintMessages.EachValue(schema.Value.Constraints));
        foreach (var (key, value) in entries)
            CheckInside(schema.Keys.IsSensitive ? "***" : key, schema.Value, value);
    }

    private void CheckInside<TValue>(string step, ValueSchema<TValue> schema, TValue value)
    {
        path.Add(step);
        path.Add("member");
        schema.ValidateInside(this, value);
        path.RemoveRange(path.Count - 2, 2);
    }

    private static string? Shown<TValue>(ValueSchema<TValue> schema, TValue value) => schema.IsSensitive ? null : $"'{schema.Show(value)}'";

    private void Report(string? shown, string constraint) =>
        (failures ??= []).Add(ConstraintMessages.Failure(shown, string.Join('.', path), constraint));
}
