using System.Text.Json;
using Brasa.Core.Metering;
using Brasa.Core.Operations;

namespace Brasa.Services.Billing;

/// <summary>What some usage may cost in a month, and who is told when it does.</summary>
public sealed record Budget
{
    /// <summary>Its name; alerts are remembered by it.</summary>
    public required string Name { get; init; }

    /// <summary>What it may cost in a month, in the price book's currency.</summary>
    public required decimal PerMonth { get; init; }

    /// <summary>At which percentages of that somebody is told, in rising order.</summary>
    public required IReadOnlyList<int> Percents { get; init; }

    /// <summary>The account it is about; <c>null</c> for all.</summary>
    public string? Account { get; init; }

    /// <summary>The name of the function it is about; <c>null</c> for all.</summary>
    public string? Function { get; init; }

    /// <summary>The tag that functions it is about have; <c>null</c> for any or none.</summary>
    public KeyValuePair<string, string>? Tag { get; init; }

    /// <summary>A URL that alerts are posted to.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>The ARN of a function that alerts are handed to.</summary>
    public string? FunctionArn { get; init; }

    /// <summary>The budget's own ARN, in the account it is about or the operator's.</summary>
    public string Arn => $"arn:aws:budgets::{Owner}:budget/{Name}";

    /// <summary>The account it is about, or the operator's.</summary>
    public string Owner => Account ?? RequestContext.DefaultAccount;

    /// <summary>Whether usage counts for it.</summary>
    internal bool Covers(UsageKey key) =>
        (Account is null || Account == key.Account)
        && (Function is null || Function == key.Function)
        && (Tag is not { } tag || (Bill.TagsOf(key).TryGetValue(tag.Key, out var value) && value == tag.Value));
}

/// <summary>What is told when a budget reaches a threshold.</summary>
/// <param name="Budget">Its name.</param>
/// <param name="Month">The month, as <c>2026-01</c>.</param>
/// <param name="ThresholdPercent">The threshold.</param>
/// <param name="Limit">What may be spent in the month.</param>
/// <param name="Charge">What has been spent.</param>
/// <param name="Currency">In which currency.</param>
internal sealed record BudgetAlert(string Budget, string Month, int ThresholdPercent, decimal Limit, decimal Charge, string Currency)
{
    /// <summary>As it is delivered, UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BillingJson.Default.BudgetAlert);
}
