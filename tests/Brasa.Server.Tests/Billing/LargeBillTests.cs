using System.Diagnostics;
using Brasa.Core.Metering;
using Brasa.Lambda.Metering;
using Brasa.Server.Billing;
using Brasa.Services.Billing;
using Brasa.Storage.Sqlite;

namespace Brasa.Server.Tests.Billing;

/// <summary>The bill of a month in which much was used.</summary>
public sealed class LargeBillTests : IDisposable
{
    private const int Functions = 200;
    private const int Hours = 31 * 24;
    private const long March = 492_312;
    private const long Invocations = 100_000_000;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    /// <summary>Run by <c>./brasa soak</c>, which keeps the times.</summary>
    [Fact(Explicit = true)]
    public void A_bill_over_100_million_invocations()
    {
        using var store = new SqliteUsageStore(directory.PathOf("usage.db"));
        var started = Stopwatch.GetTimestamp();
        var metered = 0L;
        for (var segment = 1; metered < Invocations; segment++)
        {
            var content = Fill(segment, (int)Math.Min(JournalSegment.Slots, Invocations - metered));
            metered += content.Invocations.Count;
            store.Add(segment, RollUp.Sum(content), segment);
        }

        Say($"100 M invocations of {Functions} functions in {Hours} hours summed up in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        var prices = PricesFile.ReadAws();
        foreach (var by in Enum.GetValues<BillBy>())
        {
            started = Stopwatch.GetTimestamp();
            var rows = store.Read(March, March + Hours, null);
            var bill = Bill.Of(rows, prices, prices, by);
            Say($"bill of 100 M invocations by {by}: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms, {rows.Count} rows, {bill.Total.Charge:F2} USD");
            Assert.Equal(Invocations, bill.Total.Sums.Requests);
        }
    }

    private static JournalContent Fill(int segment, int count)
    {
        var definitions = Enumerable.Range(0, Functions).Select(number => new MeterDefinition
        {
            Id = number,
            Account = $"{number % 3:D12}",
            Region = "us-east-1",
            Function = $"function-{number}",
            Version = "$LATEST",
            Architecture = number % 2 == 0 ? "x86_64" : "arm64",
            MemoryMiB = 128 << (number % 4),
            TmpMiB = 512,
            IsProvisioned = false,
            Tags = "",
            LogGroup = "",
            LogStream = "",
            LogFormat = "Text",
        }).ToArray();
        var hour = March + (segment * (long)JournalSegment.Slots * Hours / Invocations % Hours);
        var time = hour * 3_600_000;
        return new JournalContent(
            [.. Enumerable.Range(0, count).Select(slot => new MeteredInvocation(
                definitions[slot % Functions], new AnsweredHalf(Guid.Empty, slot % Functions, time, TimeSpan.FromMilliseconds(slot % 100), null, 0, 0, null),
                new FinalHalf(time, TimeSpan.FromMilliseconds(slot % 100), 0, null, null), slot))],
            [], 0);
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
