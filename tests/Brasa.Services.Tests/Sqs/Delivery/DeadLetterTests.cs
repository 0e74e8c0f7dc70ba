using Brasa.Services.Sqs.Delivery;
using Brasa.Services.Sqs.MoveTasks;
using Brasa.Services.Tests.Sqs.Support;
using static Brasa.Services.Tests.Sqs.Support.StoredQueues;

namespace Brasa.Services.Tests.Sqs.Delivery;

public sealed class DeadLetterTests : IDisposable
{
    private readonly StoredQueues all = new();

    public void Dispose() => all.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(".fifo")]
    public async Task What_has_been_received_too_often_goes_to_the_dead_letter_queue_and_is_found_there_after_a_kill(string suffix)
    {
        var (queue, dead) = await PairAsync(suffix);
        await SendAsync(queue, "bad");
        await SendAsync(queue, "good");
        var sent = await FailAsync(queue, 2);

        var next = WaitAsync(queue);
        var moved = Assert.Single(await WaitAsync(dead));
        Assert.Equal((sent, 3, queue.Name.Arn), (moved.Message.MessageId, moved.ReceiveCount, moved.Message.DeadLetterSource));
        Assert.Equal("good", all.TextOf((await next)[0]));

        await all.RestartAsync(isKilled: true);
        Assert.Equal("bad", await all.TextsAsync(all.Find($"dead{suffix}")));
        Assert.Equal("good", await all.TextsAsync(all.Find($"q{suffix}")));
    }

    [Fact]
    public async Task While_the_disk_is_full_it_stays_and_its_group_waits()
    {
        var (queue, dead) = await PairAsync(".fifo");
        await SendAsync(queue, "bad");
        await SendAsync(queue, "good");
        await FailAsync(queue, 2);
        all.Disk.IsFull = true;
        Assert.Empty(await ReceiveAsync(queue));
        while (all.Disk.Refused == 0) await Task.Yield();
        all.Disk.IsFull = false;

        // It is put back by another thread, and tried again when it is due.
        while (dead.Count().Ready == 0)
        {
            all.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.DoesNotContain("bad", await all.TextsAsync(queue));
            await Task.Yield();
        }

        Assert.Equal("bad", await all.TextsAsync(dead));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".fifo")]
    public async Task A_task_moves_them_back_in_their_order_as_new_messages(string suffix)
    {
        var (queue, dead) = await PairAsync(suffix);
        var sent = await BuryAsync(queue, dead, 25);
        await using var tasks = new MoveTaskStore(all.Resources, new MessageMover(all.Store, all.Payloads, all.Time));

        await tasks.StartAsync(TaskOf(dead, 25));
        await Assert.Single(tasks.List(dead.Name.Arn)).Run;

        var task = tasks.List(dead.Name.Arn)[0].Now;
        Assert.Equal((MoveTask.Completed, 25), (task.Status, task.Moved));
        Assert.Equal((0, 0, 0), dead.Count());
        var back = await ReceiveAsync(queue, 100);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{i}"), back.Select(all.TextOf));
        Assert.DoesNotContain(back, one => sent.Contains(one.Message.MessageId) || one.ReceiveCount != 1);
        Assert.Equal(25, all.Disk.Load("").Count(stored => stored.Queue == queue.StoreName && stored.BodyLength > 0));
    }

    [Fact]
    public async Task A_task_keeps_to_its_rate_is_cancelled_and_goes_on_after_a_restart()
    {
        var (queue, dead) = await PairAsync("");
        await BuryAsync(queue, dead, 30);
        var mover = new MessageMover(all.Store, all.Payloads, all.Time);
        await using (var tasks = new MoveTaskStore(all.Resources, mover))
        {
            await tasks.StartAsync(TaskOf(dead, 30) with { MaxPerSecond = 10 });
            var running = Assert.Single(tasks.List(dead.Name.Arn));
            while (running.Now.Moved == 0) await Task.Yield();
            Assert.Equal(10, running.Now.Moved);
            await Assert.ThrowsAsync<Contracts.Sqs.UnsupportedOperationException>(() => tasks.StartAsync(TaskOf(dead, 20)));
        }

        await using var again = new MoveTaskStore(all.Resources, mover);
        await again.LoadAsync(TestContext.Current.CancellationToken);
        var resumed = Assert.Single(again.List(dead.Name.Arn));
        while (resumed.Now.Moved == 0) await Task.Yield();
        Assert.True(resumed.TryCancel());
        Assert.False(resumed.TryCancel());
        await resumed.Run;
        Assert.Equal(MoveTask.Cancelled, resumed.Now.Status);
        Assert.Equal((20, 10), (queue.Count().Ready, dead.Count().Ready));
    }

    [Fact]
    public async Task Who_does_not_know_where_a_message_came_from_fails_and_keeps_it()
    {
        var (_, dead) = await PairAsync("");
        await SendAsync(dead, "sent here");
        await using var tasks = new MoveTaskStore(all.Resources, new MessageMover(all.Store, all.Payloads, all.Time));

        await tasks.StartAsync(TaskOf(dead, 1));
        var task = Assert.Single(tasks.List(dead.Name.Arn));
        await task.Run;

        Assert.Equal((MoveTask.Failed, "CouldNotDetermineMessageSource"), (task.Now.Status, task.Now.FailureReason));
        Assert.Equal("sent here", await all.TextsAsync(dead));
    }

    private MoveTask TaskOf(Queue dead, int count) => new() { Id = Guid.NewGuid(), SourceArn = dead.Name.Arn, Started = all.Time.GetUtcNow(), ToMove = count, Status = MoveTask.Running };

    private async Task<(Queue Queue, Queue Dead)> PairAsync(string suffix)
    {
        var dead = await all.CreateAsync($"dead{suffix}");
        return (await all.CreateAsync($"q{suffix}", ("RedrivePolicy", $$"""{"deadLetterTargetArn":"{{dead.Name.Arn}}","maxReceiveCount":"2"}""")), dead);
    }

    /// <summary>Receives the next message some times and gives it back.</summary>
    private static async Task<Guid> FailAsync(Queue queue, int times)
    {
        var id = Guid.Empty;
        var others = new List<DeliveredMessage>();
        for (var i = 0; i < times;)
        {
            var next = (await ReceiveAsync(queue, 1))[0];
            if (id == Guid.Empty) id = next.Message.MessageId;
            if (next.Message.MessageId != id)
            {
                others.Add(next);
                continue;
            }

            queue.ChangeVisibility(next.Receipt, TimeSpan.Zero);
            i++;
        }

        foreach (var other in others) queue.ChangeVisibility(other.Receipt, TimeSpan.Zero);
        return id;
    }

    private async Task<HashSet<Guid>> BuryAsync(Queue queue, Queue dead, int count)
    {
        for (var i = 0; i < count; i++) await SendAsync(queue, $"{i}");
        for (var round = 0; round < 2; round++)
        {
            foreach (var one in await ReceiveAsync(queue, 100)) queue.ChangeVisibility(one.Receipt, TimeSpan.FromSeconds(1));
            all.Time.Advance(TimeSpan.FromSeconds(1));
        }

        while (dead.Count().Ready < count)
        {
            await ReceiveAsync(queue, 100);
            await Task.Yield();
        }

        return [.. (await ReceiveAsync(dead, 100, hiddenSeconds: 0)).Select(one => one.Message.MessageId)];
    }

    private static Task<IReadOnlyList<DeliveredMessage>> WaitAsync(Queue queue) => queue.ReceiveAsync(10, TimeSpan.FromSeconds(20), null, null, CancellationToken.None);
}
