using Brasa.Core.Metering;
using Brasa.Storage.Sqlite;

namespace Brasa.Storage.Tests.Sqlite;

public sealed class SqliteUsageStoreTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private SqliteUsageStore store;

    public SqliteUsageStoreTests() => store = new SqliteUsageStore(directory["usage.db"]);

    public void Dispose()
    {
        store.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void Rows_of_one_key_are_one_sum_and_are_there_after_a_restart()
    {
        store.Add(1, [Row(5, requests: 2), Row(6, requests: 10)], 1);
        store.Add(2, [Row(5, requests: 3)], 1);
        store.Dispose();
        store = new SqliteUsageStore(directory["usage.db"]);

        Assert.Equal([(5, 5), (6, 10)], store.Read(0, 100, null).Select(row => ((int)row.Key.Hour, (int)row.Sums.Requests)));
        Assert.Equal(Row(6, requests: 10), Assert.Single(store.Read(6, 7, null)));
    }

    [Fact]
    public void Rows_come_of_the_account_asked_for_and_of_the_hours_asked_for()
    {
        store.Add(1, [Row(5), Row(6), Row(7), Row(6, account: "222222222222")], 1);

        Assert.Equal([5, 6], store.Read(5, 7, "111111111111").Select(row => row.Key.Hour));
        Assert.Equal(["111111111111", "222222222222"], store.Read(6, 7, null).Select(row => row.Key.Account));
    }

    [Fact]
    public void A_segment_is_added_once_and_nothing_of_it_where_it_cannot_be()
    {
        store.Add(7, [Row(5)], 7);
        Assert.True(store.Has(7));

        Assert.Throws<IOException>(() => store.Add(7, [Row(5)], 7));
        Assert.Equal(1, Assert.Single(store.Read(0, 100, null)).Sums.Requests);
        Assert.False(store.Has(6));
    }

    [Fact]
    public void Segments_that_are_gone_are_forgotten_but_never_the_last()
    {
        store.Add(1, [], 1);
        store.Add(2, [], 1);
        store.Add(3, [], 3);

        Assert.False(store.Has(1));
        Assert.False(store.Has(2));
        Assert.Equal(3, store.LastSegment);
    }

    [Fact]
    public void An_alert_is_remembered_for_its_budget_month_and_threshold()
    {
        store.NoteAlert("all", "2026-01", 80);
        store.NoteAlert("all", "2026-01", 80);

        Assert.True(store.HasAlerted("all", "2026-01", 80));
        Assert.False(store.HasAlerted("all", "2026-01", 100));
        Assert.False(store.HasAlerted("all", "2026-02", 80));
        Assert.False(store.HasAlerted("some", "2026-01", 80));
    }

    private static UsageRow Row(long hour, long requests = 1, string account = "111111111111") => new(
        new UsageKey(hour, account, "us-east-1", "hello", "$LATEST", "x86_64", ""),
        new UsageSums { Requests = requests, ExtraRequests = 2, BilledMs = 3, InitMs = 4, MemoryMs = 5, ActiveMs = 6, KeptMs = 7, TmpMs = 8, StreamedBytes = 9 });
}
