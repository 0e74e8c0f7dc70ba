namespace Brasa.Services.Iam.Policies.Conditions;

/// <summary>How a value of a request is compared with one of a policy.</summary>
internal enum Comparison
{
    Text,
    TextIgnoringCase,
    TextPattern,
    Number,
    NumberLess,
    NumberLessOrEqual,
    NumberGreater,
    NumberGreaterOrEqual,
    Date,
    DateLess,
    DateLessOrEqual,
    DateGreater,
    DateGreaterOrEqual,
    Boolean,
    Binary,
    Address,
    Arn,

    /// <summary>Whether the request has no value at all.</summary>
    Absent,
}
