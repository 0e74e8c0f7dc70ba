using Brasa.Services.Tests.Sqs.Support;
using static Brasa.Services.Tests.Sqs.Support.StoredQueues;

namespace Brasa.Services.Tests.Sqs.Delivery;

public sealed class QueueRestartTests : IDisposable
{
    private readonly StoredQueues all = new();

    public void Dispose() => all.Dispose();

    [Fact]
    public async Task After_an_orderly_end_what_was_hidden_stays_hidden_and_receipts_stay_good()
    {
        var queue = await all.CreateAsync("q");
        await SendAsync(queue, "hidden");
        await SendAsync(queue, "delayed", delay: 100);
        var held = Assert.Single(await ReceiveAsync(queue));
        all.Time.Advance(TimeSpan.FromSeconds(10));

        await all.RestartAsync(isKilled: false);
        queue = all.Find("q");

        Assert.Equal((0, 1, 1), queue.Count());
        all.Time.Advance(TimeSpan.FromSeconds(19));
        Assert.Empty(await ReceiveAsync(queue));
        Assert.True(Assert.Single(await queue.DeleteAsync([held.Receipt])));
        Assert.Equal((0, 0, 1), queue.Count());
        all.Time.Advance(TimeSpan.FromSeconds(71));
        Assert.Equal("delayed", await all.TextsAsync(queue));
    }

    [Theory]
    [InlineData("q")]
    [InlineData("q.fifo")]
    public async Task After_a_kill_what_was_received_last_is_received_again_unless_its_receiver_deletes_it_first(string name)
    {
        var queue = await all.CreateAsync(name);
        await SendAsync(queue, "a");
        await SendAsync(queue, "b");
        var held = await ReceiveAsync(queue);

        await all.RestartAsync(isKilled: true);
        queue = all.Find(name);

        Assert.True(Assert.Single(await queue.DeleteAsync([held[0].Receipt])));
        Assert.Equal("b", await all.TextsAsync(queue));
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public async Task A_clock_that_jumped_while_the_server_was_down_loses_nothing_that_is_young_by_it_and_hides_nothing_for_longer(int days)
    {
        var queue = await all.CreateAsync("q", ("MessageRetentionPeriod", "1209600"));
        await SendAsync(queue, "hidden");
        await SendAsync(queue, "delayed", delay: 100);
        await ReceiveAsync(queue);
        all.Wall.Offset = TimeSpan.FromDays(days);
        Assert.Equal((0, 1, 1), queue.Count());
        all.Time.Advance(TimeSpan.FromSeconds(99));
        Assert.Equal((1, 0, 1), queue.Count());

        all.Wall.Offset = TimeSpan.Zero;
        await all.RestartAsync(isKilled: false);
        all.Wall.Offset = TimeSpan.FromDays(Math.Min(days, 13));
        await all.RestartAsync(isKilled: true);
        all.Time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("delayed hidden", string.Join(' ', (await ReceiveAsync(all.Find("q"))).Select(all.TextOf).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task While_the_disk_is_full_sends_and_deletions_fail_and_all_is_as_before()
    {
        var queue = await all.CreateAsync("q.fifo");
        await SendAsync(queue, "a");
        var held = await ReceiveAsync(queue);
        all.Disk.IsFull = true;

        await Assert.ThrowsAsync<IOException>(() => SendAsync(queue, "b", id: "b"));
        await Assert.ThrowsAsync<IOException>(() => queue.DeleteAsync([held[0].Receipt]));
        await Assert.ThrowsAsync<IOException>(queue.PurgeAsync);
        all.Disk.IsFull = false;

        await all.Store.FlushAsync();
        Assert.Equal(0, all.Disk.Load("").Count(stored => stored.BodyLength > 0)); // the purge is made good
        await SendAsync(queue, "b", id: "b");
        Assert.Equal("b", await all.TextsAsync(queue));
    }
}
