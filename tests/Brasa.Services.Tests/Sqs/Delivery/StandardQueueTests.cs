using Brasa.Services.Sqs.Delivery;
using Brasa.Services.Tests.Sqs.Support;
using static Brasa.Services.Tests.Sqs.Support.StoredQueues;

namespace Brasa.Services.Tests.Sqs.Delivery;

public sealed class StandardQueueTests : IDisposable
{
    private readonly StoredQueues all = new();

    public void Dispose() => all.Dispose();

    private void Pass(double seconds) => all.Time.Advance(TimeSpan.FromSeconds(seconds));

    [Fact]
    public async Task A_received_message_is_hidden_until_its_time_is_over_and_gone_once_deleted()
    {
        var queue = await all.CreateAsync("q");
        await SendAsync(queue, "a");

        var first = Assert.Single(await ReceiveAsync(queue));
        Pass(29.9);
        Assert.Empty(await ReceiveAsync(queue));
        Pass(0.1);
        var second = Assert.Single(await ReceiveAsync(queue));

        Assert.Equal((1, 2), (first.ReceiveCount, second.ReceiveCount));
        Assert.True(Assert.Single(await queue.DeleteAsync([first.Receipt]))); // others have come after: it stays
        Assert.Equal((0, 1, 0), queue.Count());
        Assert.True(Assert.Single(await queue.DeleteAsync([second.Receipt])));
        Assert.Equal((0, 0, 0), queue.Count());
        Assert.Equal(0, all.Disk.Count);
        Assert.True(Assert.Single(await queue.DeleteAsync([second.Receipt])));
    }

    [Fact]
    public async Task A_delayed_message_is_received_after_its_delay()
    {
        var queue = await all.CreateAsync("q", ("DelaySeconds", "5"));
        await SendAsync(queue, "by queue");
        await SendAsync(queue, "by itself", delay: 10);
        await SendAsync(queue, "at once", delay: 0);

        Assert.Equal("at once", await all.TextsAsync(queue));
        Assert.Equal((0, 1, 2), queue.Count());
        Pass(5);
        Assert.Equal("by queue", await all.TextsAsync(queue));
        Pass(5);
        Assert.Equal("by itself", await all.TextsAsync(queue));
    }

    [Fact]
    public async Task Visibility_is_changed_and_never_beyond_twelve_hours_altogether()
    {
        var queue = await all.CreateAsync("q");
        await SendAsync(queue, "a");
        var receipt = (await ReceiveAsync(queue))[0].Receipt;

        Assert.Equal(VisibilityChange.Done, queue.ChangeVisibility(receipt, TimeSpan.FromSeconds(100)));
        Pass(99);
        Assert.Empty(await ReceiveAsync(queue));
        Assert.Equal(VisibilityChange.TooLong, queue.ChangeVisibility(receipt, TimeSpan.FromSeconds(43_200)));
        Assert.Equal(VisibilityChange.Done, queue.ChangeVisibility(receipt, TimeSpan.Zero));
        Assert.Equal(VisibilityChange.NotInFlight, queue.ChangeVisibility(receipt, TimeSpan.Zero));
        Assert.Equal("a", await all.TextsAsync(queue));
        Assert.Equal(VisibilityChange.NotThere, queue.ChangeVisibility(receipt, TimeSpan.Zero));
    }

    [Fact]
    public async Task Who_waits_is_served_by_a_send_by_a_delay_and_by_a_timeout_and_in_turn()
    {
        var queue = await all.CreateAsync("q", ("VisibilityTimeout", "10"));
        var (first, second) = (WaitAsync(queue), WaitAsync(queue));
        await SendAsync(queue, "sent");
        Assert.Equal("sent", all.TextOf(Assert.Single(await first)));
        Assert.False(second.IsCompleted);
        Pass(10);
        Assert.Equal("sent", all.TextOf(Assert.Single(await second)));

        var third = WaitAsync(queue);
        await SendAsync(queue, "delayed", delay: 3);
        Assert.False(third.IsCompleted);
        Pass(3);
        Assert.Equal("delayed", all.TextOf(Assert.Single(await third)));
    }

    [Fact]
    public async Task Waiting_ends_with_nothing_at_its_time_at_the_server_s_end_and_with_its_caller()
    {
        var queue = await all.CreateAsync("q");
        var timed = WaitAsync(queue);
        Pass(19.9);
        Assert.False(timed.IsCompleted);
        Pass(0.1);
        Assert.Empty(await timed);

        using var caller = new CancellationTokenSource();
        var left = queue.ReceiveAsync(1, TimeSpan.FromSeconds(20), null, null, caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await SendAsync(queue, "a");
        Assert.Equal("a", await all.TextsAsync(queue));

        var ended = WaitAsync(queue);
        all.Store.EndWaits();
        Assert.Empty(await ended);
        Assert.Empty(await WaitAsync(queue));
    }

    [Fact]
    public async Task Messages_are_given_up_when_they_are_too_old()
    {
        var queue = await all.CreateAsync("q", ("MessageRetentionPeriod", "60"), ("VisibilityTimeout", "1000"));
        await SendAsync(queue, "held");
        await ReceiveAsync(queue);
        Pass(30);
        await SendAsync(queue, "young");
        Pass(30);

        Assert.Equal((1, 0, 0), queue.Count());
        Assert.Equal("young", await all.TextsAsync(queue));
        await all.Store.FlushAsync();
        Assert.Equal(1, all.Disk.Count);
    }

    [Fact]
    public async Task Bodies_beyond_the_bound_are_read_from_disk()
    {
        using var small = new StoredQueues(cacheBytes: 300);
        var queue = await small.CreateAsync("q");
        foreach (var text in new[] { "a", "b", "c", "d" }) await SendAsync(queue, text);

        Assert.Equal("a b c d", await small.TextsAsync(queue));
        Assert.Equal(2, small.Disk.BodiesRead);
    }

    [Fact]
    public async Task No_more_are_in_flight_than_AWS_allows()
    {
        var queue = await all.CreateAsync("q");
        for (var i = 0; i <= Queue.MostInFlight; i++) await SendAsync(queue, "a");

        Assert.Equal(Queue.MostInFlight, (await ReceiveAsync(queue, Queue.MostInFlight + 1)).Count);
        await Assert.ThrowsAsync<Contracts.Sqs.OverLimitException>(() => ReceiveAsync(queue));
        Pass(15);
        var waiting = WaitAsync(queue);
        Pass(15);
        Assert.NotEmpty(await waiting);
    }

    [Fact]
    public async Task A_purge_takes_all_and_not_twice_in_a_minute()
    {
        var queue = await all.CreateAsync("q");
        for (var i = 0; i < 1_500; i++) await SendAsync(queue, "a");
        await ReceiveAsync(queue);

        Assert.True(await queue.PurgeAsync());
        Assert.Equal((0, 0, 0), queue.Count());
        Assert.Equal(0, all.Disk.Count);
        Assert.False(await queue.PurgeAsync());
        Pass(60);
        Assert.True(await queue.PurgeAsync());
    }

    [Fact]
    public async Task A_deleted_queue_takes_its_messages_with_it_and_one_of_its_name_begins_empty()
    {
        var queue = await all.CreateAsync("q");
        await SendAsync(queue, "a");
        var waiting = WaitAsync(await all.CreateAsync("other"));

        await all.Store.DeleteAsync(queue.Name);
        Assert.Equal(0, all.Disk.Count);
        await Assert.ThrowsAsync<Contracts.Sqs.QueueDeletedRecentlyException>(() => all.CreateAsync("q"));
        await SendAsync(queue, "late"); // its sender was on the way
        Pass(60);
        Assert.Equal((0, 0, 0), (await all.CreateAsync("q")).Count());
        await all.RestartAsync(isKilled: true);
        Assert.Equal(0, all.Disk.Count);
        Assert.Empty(await waiting);
    }

    private static Task<IReadOnlyList<DeliveredMessage>> WaitAsync(Queue queue) => queue.ReceiveAsync(10, TimeSpan.FromSeconds(20), null, null, CancellationToken.None);
}
