using Brasa.Core.Metering;
using Brasa.Services.Billing;

namespace Brasa.Services.Tests.Billing;

public sealed class BillTests
{
    private const int Rows = 2_000;

    [Fact]
    public void Rows_add_up_to_the_total_whatever_they_are_grouped_by()
    {
        var random = new Random(7);
        var usage = Enumerable.Range(0, Rows).Select(i => SampleUsage.Row(
            new UsageSums { Requests = random.Next(1_000), BilledMs = random.Next(100_000), MemoryMs = random.NextInt64(100_000_000_000_000), ActiveMs = random.Next(), KeptMs = random.Next(), TmpMs = random.Next() },
            SampleUsage.March + random.Next(700), $"{random.Next(3):D12}", "us-east-1", $"f{random.Next(20)}", random.Next(2) == 0 ? "arm64" : "x86_64", random.Next(2) == 0 ? "" : """{"team":"a"}""")).ToList();

        var bills = Enum.GetValues<BillBy>().Select(by => Bill.Of(usage, SampleUsage.Prices, SampleUsage.Prices, by)).ToList();

        Assert.All(bills, bill =>
        {
            Assert.Equal(bill.Total.Charge, bill.Lines.Sum(line => line.Charge));
            Assert.Equal(bill.Total.GbSeconds, bill.Lines.Sum(line => line.GbSeconds));
            Assert.Equal(usage.Aggregate(default(UsageSums), (sum, row) => sum + row.Sums), bill.Total.Sums);
            Assert.Equal(bills[0].Total.Charge, bill.Total.Charge);
            Assert.Equal(bill.Total.Charge, bill.Total.AwsCharge);
        });
    }

    [Fact]
    public void Keys_are_ARNs_accounts_tags_and_days()
    {
        UsageRow[] usage =
        [
            SampleUsage.Row(new UsageSums { Requests = 1 }),
            SampleUsage.Row(new UsageSums { Requests = 2 }, SampleUsage.March + 24, tags: """{"cost":"\u00E9","team":"a"}"""),
            SampleUsage.Row(new UsageSums { Requests = 3 }, SampleUsage.March + 25, "222222222222"),
        ];

        Assert.Equal([("arn:aws:lambda:us-east-1:111111111111:function:hello", 3L), ("arn:aws:lambda:us-east-1:222222222222:function:hello", 3L)], Lines(usage, BillBy.Function));
        Assert.Equal([("111111111111", 3L), ("222222222222", 3L)], Lines(usage, BillBy.Account));
        Assert.Equal([("(none)", 4L), ("cost=é, team=a", 2L)], Lines(usage, BillBy.Tag));
        Assert.Equal([("2026-03-01", 1L), ("2026-03-02", 5L)], Lines(usage, BillBy.Day));
    }

    [Fact]
    public void The_operators_prices_stand_beside_AWSs()
    {
        var bill = Bill.Of([SampleUsage.Row(new UsageSums { Requests = 1_000_000 })], SampleUsage.Prices with { PerMillionRequests = 3 }, SampleUsage.Prices, BillBy.Function);

        Assert.Equal((3m, 0.20m), (bill.Total.Charge, bill.Total.AwsCharge));
    }

    [Theory]
    [InlineData("2026-03", SampleUsage.March, SampleUsage.March + (31 * 24))]
    [InlineData("2024-02", 474_096, 474_096 + (29 * 24))]
    public void A_month_is_its_hours(string text, long from, long before) => Assert.Equal(new Month(text, from, before), Month.Parse(text));

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2026")]
    [InlineData("9999-12")]
    public void What_is_no_month_is_none(string text) => Assert.Null(Month.Parse(text));

    private static IEnumerable<(string, long)> Lines(UsageRow[] usage, BillBy by) =>
        Bill.Of(usage, SampleUsage.Prices, SampleUsage.Prices, by).Lines.Select(line => (line.Key, line.Sums.Requests)).Order();
}
