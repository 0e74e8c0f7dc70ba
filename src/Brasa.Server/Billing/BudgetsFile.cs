using Brasa.Core.Identity;
using Brasa.Services.Billing;

namespace Brasa.Server.Billing;

/// <summary>Budgets as a file: docs/billing.md, "Budgets".</summary>
internal static class BudgetsFile
{
    private const int HighestPercent = 1_000;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is not there, or not as it has to be; the message names file and element.</exception>
    public static IReadOnlyList<Budget> Read(string path) => JsonFile.Read("--budgets", path, Read);

    private static IReadOnlyList<Budget> Read(JsonPlace file)
    {
        file.RequireOnly("budgets");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var budgets = new List<Budget>();
        foreach (var budget in file.Get("budgets").Items())
        {
            budget.RequireOnly("name", "perMonth", "percents", "account", "function", "tag", "webhook", "functionArn");
            var name = budget.Get("name").Text();
            if (name.Length == 0 || !names.Add(name)) throw budget.Get("name").Wrong($"is \"{name}\": give each budget a name of its own.");
            var perMonth = budget.Get("perMonth").Amount();
            if (perMonth == 0) throw budget.Get("perMonth").Wrong("is 0: give an amount above it.");
            budgets.Add(new Budget
            {
                Name = name,
                PerMonth = perMonth,
                Percents = ReadPercents(budget.Find("percents")),
                Account = ReadAccount(budget.Find("account")),
                Function = budget.Find("function")?.Text(),
                Tag = ReadTag(budget.Find("tag")),
                Webhook = ReadWebhook(budget.Find("webhook")),
                FunctionArn = ReadFunction(budget.Find("functionArn")),
            });
        }

        return budgets;
    }

    private static IReadOnlyList<int> ReadPercents(JsonPlace? place)
    {
        if (place is null) return [100];
        var percents = place.Items().Select(item => item.Number() is var percent and >= 1 and <= HighestPercent ? percent : throw item.Wrong($"is no percentage from 1 to {HighestPercent}.")).ToList();
        return percents.Count > 0 ? [.. percents.Distinct().Order()] : throw place.Wrong("is empty: give a percentage at least, or leave it out for 100.");
    }

    private static string? ReadAccount(JsonPlace? place) =>
        place?.Text() is not { } account ? null : account.Length == 12 && account.All(char.IsAsciiDigit) ? account : throw place.Wrong($"is \"{account}\": give an account's 12 digits.");

    private static KeyValuePair<string, string>? ReadTag(JsonPlace? place)
    {
        if (place is null) return null;
        place.RequireOnly("key", "value");
        return new(place.Get("key").Text(), place.Get("value").Text());
    }

    private static Uri? ReadWebhook(JsonPlace? place) =>
        place is null ? null
        : Uri.TryCreate(place.Text(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw place.Wrong("is no URL of a webhook: give one that begins with http:// or https://.");

    private static string? ReadFunction(JsonPlace? place) =>
        place is null ? null
        : Arn.TryParse(place.Text()) is { Service: "lambda" } arn && arn.Resource.StartsWith("function:", StringComparison.Ordinal) ? place.Text()
        : throw place.Wrong("is no function's ARN: give one as arn:aws:lambda:us-east-1:000000000000:function:alert.");
}
