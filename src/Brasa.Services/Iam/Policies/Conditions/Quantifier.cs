namespace Brasa.Services.Iam.Policies.Conditions;

/// <summary>How many of a request's values must pass.</summary>
internal enum Quantifier
{
    /// <summary>The key is meant to have one value.</summary>
    One,

    /// <summary><c>ForAllValues:</c></summary>
    All,

    /// <summary><c>ForAnyValue:</c></summary>
    Any,
}
