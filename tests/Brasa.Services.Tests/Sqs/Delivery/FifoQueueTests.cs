using Brasa.Services.Tests.Sqs.Support;
using static Brasa.Services.Tests.Sqs.Support.StoredQueues;

namespace Brasa.Services.Tests.Sqs.Delivery;

public sealed class FifoQueueTests : IDisposable
{
    private readonly StoredQueues all = new();

    public void Dispose() => all.Dispose();

    private void Pass(double seconds) => all.Time.Advance(TimeSpan.FromSeconds(seconds));

    [Fact]
    public async Task While_one_of_a_group_is_held_others_of_it_wait_and_other_groups_do_not()
    {
        var queue = await all.CreateAsync("q.fifo");
        foreach (var (text, group) in new[] { ("a1", "a"), ("a2", "a"), ("b1", "b"), ("a3", "a") }) await SendAsync(queue, text, group);

        var first = Assert.Single(await ReceiveAsync(queue, 1));
        Assert.Equal("a1", all.TextOf(first));
        Assert.Equal("b1", await all.TextsAsync(queue));
        await queue.DeleteAsync([first.Receipt]);
        Assert.Equal("a2 a3", await all.TextsAsync(queue));
    }

    [Fact]
    public async Task What_comes_back_is_received_before_what_follows_it()
    {
        var queue = await all.CreateAsync("q.fifo");
        foreach (var text in new[] { "1", "2", "3" }) await SendAsync(queue, text);

        var held = await ReceiveAsync(queue, 2);
        await queue.DeleteAsync([held[1].Receipt]);
        Assert.Empty(await ReceiveAsync(queue));
        Pass(30);
        Assert.Equal("1 3", await all.TextsAsync(queue));
        Assert.False(Assert.Single(await queue.DeleteAsync([held[0].Receipt])));
    }

    [Fact]
    public async Task A_receipt_is_good_until_its_time_is_over()
    {
        var queue = await all.CreateAsync("q.fifo");
        await SendAsync(queue, "1");
        var held = Assert.Single(await ReceiveAsync(queue));
        Pass(30);

        Assert.False(Assert.Single(await queue.DeleteAsync([held.Receipt])));
        Assert.Equal("1", await all.TextsAsync(queue));
    }

    [Fact]
    public async Task The_same_is_sent_once_in_five_minutes_also_when_it_is_deleted_and_the_server_killed()
    {
        var queue = await all.CreateAsync("q.fifo");
        var first = await SendAsync(queue, "1", id: "same");
        Assert.Equal(first, await SendAsync(queue, "other", "other", "same"));
        await queue.DeleteAsync([Assert.Single(await ReceiveAsync(queue)).Receipt]);

        Pass(100);
        await all.RestartAsync(isKilled: true);
        queue = all.Find("q.fifo");
        Assert.Equal(first, await SendAsync(queue, "1", id: "same"));
        Assert.Empty(await ReceiveAsync(queue));

        Pass(200);
        Assert.NotEqual(first, await SendAsync(queue, "1", id: "same"));
        await all.Store.FlushAsync();
        Assert.Equal(1, all.Disk.Count); // what was kept of the first is gone
    }

    [Fact]
    public async Task Ids_are_told_apart_by_group_where_the_queue_says_so()
    {
        var queue = await all.CreateAsync("q.fifo", ("DeduplicationScope", "messageGroup"), ("FifoThroughputLimit", "perMessageGroupId"));

        Assert.NotEqual(await SendAsync(queue, "1", "a", "same"), await SendAsync(queue, "1", "b", "same"));
        Assert.Equal(await SendAsync(queue, "1", "a", "same"), await SendAsync(queue, "1", "a", "same"));
    }

    [Fact]
    public async Task Sequence_numbers_have_twenty_digits_and_rise_as_messages_are_received()
    {
        var queue = await all.CreateAsync("q.fifo");
        var sent = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => SendAsync(queue, $"{i}")));

        var received = new List<string>();
        while (await ReceiveAsync(queue) is { Count: > 0 } batch)
        {
            received.AddRange(batch.Select(one => Services.Sqs.Delivery.QueuedMessage.SequenceOf(one.Message.Id)));
            await queue.DeleteAsync([.. batch.Select(one => one.Receipt)]);
        }

        Assert.Equal(sent.Select(one => one.SequenceNumber!).Order(StringComparer.Ordinal), received);
        Assert.All(received, number => Assert.Equal(20, number.Length));
    }

    [Fact]
    public async Task An_attempt_that_is_made_again_gets_the_same_and_more_time()
    {
        var queue = await all.CreateAsync("q.fifo");
        await SendAsync(queue, "1");
        await SendAsync(queue, "2");

        var first = await ReceiveAsync(queue, 1, attempt: "try");
        Pass(20);
        Assert.Equal(first.Select(one => one.Receipt), (await ReceiveAsync(queue, 1, attempt: "try")).Select(one => one.Receipt));
        Pass(20);
        Assert.Empty(await ReceiveAsync(queue));
        queue.ChangeVisibility(first[0].Receipt, TimeSpan.FromSeconds(60));
        Assert.Empty(await ReceiveAsync(queue, 1, attempt: "try"));
    }

    [Fact]
    public async Task A_delay_of_the_queue_holds_back_whole_groups()
    {
        var queue = await all.CreateAsync("q.fifo", ("DelaySeconds", "5"));
        await SendAsync(queue, "1");
        Pass(3);
        await SendAsync(queue, "2");
        Assert.Empty(await ReceiveAsync(queue));
        Pass(2);
        Assert.Equal("1", await all.TextsAsync(queue));
    }

    [Fact]
    public async Task Old_messages_at_the_head_of_a_group_give_way()
    {
        var queue = await all.CreateAsync("q.fifo", ("MessageRetentionPeriod", "60"));
        await SendAsync(queue, "old");
        Pass(40);
        await SendAsync(queue, "young");
        Pass(20);

        Assert.Equal("young", await all.TextsAsync(queue));
    }
}
