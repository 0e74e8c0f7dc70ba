using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Brasa.Core.Metering;

namespace Brasa.Services.Billing;

/// <summary>What usage is grouped by.</summary>
internal enum BillBy
{
    Function,
    Account,
    Tag,
    Day,
}

/// <summary>What one key of a bill has used, and what that costs.</summary>
/// <param name="Key">A function's ARN, an account, a function's tags as <c>name=value, …</c>, or a day.</param>
internal sealed record BillLine(string Key)
{
    public UsageSums Sums { get; set; }

    /// <summary>By the operator's prices.</summary>
    public decimal Charge { get; set; }

    /// <summary>By AWS's.</summary>
    public decimal AwsCharge { get; set; }

    /// <summary>GB of memory times seconds for which invocations are billed.</summary>
    public decimal GbSeconds => (Sums.MemoryMs + (decimal)Sums.ActiveMs) / PriceBook.MemoryMsPerGbSecond;
}

/// <summary>A month's bill: its lines by key, the dearest first, and their sum.</summary>
internal sealed record Bill(IReadOnlyList<BillLine> Lines, BillLine Total)
{
    private const string TotalKey = "total";
    private const string NoTags = "(none)";
    private const int HoursPerDay = 24;

    /// <summary>Puts a bill together.</summary>
    /// <param name="usage">All of a month's usage that tiers are counted over.</param>
    /// <param name="own">The operator's prices.</param>
    /// <param name="aws">AWS's.</param>
    /// <param name="by">What it is grouped by.</param>
    public static Bill Of(IEnumerable<UsageRow> usage, PriceBook own, PriceBook aws, BillBy by)
    {
        var charging = new Charging(own);
        var awsCharging = ReferenceEquals(own, aws) ? null : new Charging(aws);
        var lines = new Dictionary<object, BillLine>();
        foreach (var row in InOrder(usage))
        {
            ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(lines, GroupOf(row.Key, by), out _);
            line ??= new BillLine(KeyOf(row.Key, by));
            line.Sums += row.Sums;
            var charge = charging.Charge(row);
            line.Charge += charge;
            line.AwsCharge += awsCharging?.Charge(row) ?? charge;
        }

        var total = new BillLine(TotalKey);
        foreach (var line in lines.Values)
        {
            total.Sums += line.Sums;
            total.Charge += line.Charge;
            total.AwsCharge += line.AwsCharge;
        }

        var ordered = by == BillBy.Day ? lines.Values.OrderBy(line => line.Key, StringComparer.Ordinal) : lines.Values.OrderByDescending(line => line.Charge).ThenBy(line => line.Key, StringComparer.Ordinal);
        return new Bill([.. ordered], total);
    }

    /// <summary>Usage in the order in which it is charged.</summary>
    public static IEnumerable<UsageRow> InOrder(IEnumerable<UsageRow> usage) => usage.OrderBy(row => row.Key.Hour);

    /// <summary>A key's tags as they are shown.</summary>
    public static IReadOnlyDictionary<string, string> TagsOf(UsageKey key) =>
        key.Tags.Length == 0 ? new SortedDictionary<string, string>() : JsonSerializer.Deserialize(key.Tags, BillingJson.Default.SortedDictionaryStringString)!;

    private static object GroupOf(UsageKey key, BillBy by) => by switch
    {
        BillBy.Function => (key.Account, key.Region, key.Function),
        BillBy.Account => key.Account,
        BillBy.Tag => key.Tags,
        _ => key.Hour / HoursPerDay,
    };

    private static string KeyOf(UsageKey key, BillBy by) => by switch
    {
        BillBy.Function => $"arn:aws:lambda:{key.Region}:{key.Account}:function:{key.Function}",
        BillBy.Account => key.Account,
        BillBy.Tag => key.Tags.Length == 0 ? NoTags : string.Join(", ", TagsOf(key).Select(tag => $"{tag.Key}={tag.Value}")),
        _ => DateTime.UnixEpoch.AddHours(key.Hour).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}
