using System.Text;
using Brasa.Core.Queues;

namespace Brasa.Storage.Tests.Contracts;

/// <summary>What every <see cref="IMessageStore"/> must do; a class for each implementation says how to open one.</summary>
public abstract class MessageStoreContract : IDisposable
{
    private IMessageStore? opened;

    /// <summary>The store under test, opened on first use.</summary>
    protected IMessageStore Store => opened ??= Open();

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens the store; called again after <see cref="Close"/> it must find what was written.</summary>
    protected abstract IMessageStore Open();

    protected abstract void Close(IMessageStore store);

    public virtual void Dispose()
    {
        Reopen();
        GC.SuppressFinalize(this);
    }

    protected void Reopen()
    {
        if (opened is not null) Close(opened);
        opened = null;
    }

    protected static MessageWrite Add(string queue, string body, string state = "") => new MessageWrite.Add(queue, Bytes(state), Bytes(body));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private string[] Bodies(string queuePrefix) => [.. Store.Load(queuePrefix).Select(message => Text(Store.ReadBody(message.Id)!.Value))];

    [Fact]
    public async Task Messages_are_read_back_in_the_order_they_were_added()
    {
        await Store.WriteAsync([Add("a", "1", "s1"), Add("b", "2", "s2"), Add("a", "three", "s3")], Ct);

        Reopen();

        Assert.Equal([("a", "s1", 1), ("b", "s2", 1), ("a", "s3", 5)], Store.Load("").Select(message => (message.Queue, Text(message.State), message.BodyLength)));
        Assert.Equal(["1", "three"], Bodies("a"));
    }

    [Fact]
    public async Task Ids_rise_and_are_never_given_twice()
    {
        var first = await Store.WriteAsync([Add("a", "1"), Add("a", "2")], Ct);
        await Store.WriteAsync([new MessageWrite.Remove(first[1])], Ct);

        Reopen();
        var next = await Store.WriteAsync([Add("a", "3")], Ct);

        Assert.True(first[0] < first[1] && first[1] < next[0]);
    }

    [Fact]
    public async Task Only_queues_whose_names_begin_so_are_loaded()
    {
        await Store.WriteAsync([Add("sqs/%_", "1"), Add("sqs/ab", "2"), Add("async/ab", "3")], Ct);

        Assert.Equal(["1", "2"], Bodies("sqs/"));
        Assert.Equal(["1"], Bodies("sqs/%_"));
    }

    [Fact]
    public async Task What_is_removed_is_gone_and_may_be_removed_again()
    {
        var ids = await Store.WriteAsync([Add("a", "1"), Add("a", "2")], Ct);

        await Store.WriteAsync([new MessageWrite.Remove(ids[0]), new MessageWrite.Remove(ids[0]), new MessageWrite.Update(ids[0], Bytes("late"))], Ct);

        Assert.Null(Store.ReadBody(ids[0]));
        Assert.Equal(["2"], Bodies("a"));
    }

    [Fact]
    public async Task A_moved_message_keeps_its_id_and_body()
    {
        var ids = await Store.WriteAsync([Add("a", "1", "old")], Ct);

        await Store.WriteAsync([new MessageWrite.Move(ids[0], "dead", Bytes("new"))], Ct);

        var moved = Assert.Single(Store.Load("dead"));
        Assert.Equal((ids[0], "new", "1"), (moved.Id, Text(moved.State), Text(Store.ReadBody(moved.Id)!.Value)));
        Assert.Empty(Store.Load("a"));
    }

    [Fact]
    public async Task A_queue_is_cleared_and_others_are_not()
    {
        await Store.WriteAsync([Add("a", "1"), Add("ab", "2"), Add("a", "3")], Ct);

        await Store.WriteAsync([new MessageWrite.Clear("a"), new MessageWrite.Clear("none"), Add("a", "4")], Ct);

        Assert.Equal(["2", "4"], Bodies(""));
    }

    [Fact]
    public async Task Writers_at_the_same_time_each_get_ids_of_their_own()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Store.WriteAsync([Add($"q{i % 7}", $"{i}"), Add("all", $"{i}")], Ct)));

        Assert.Equal(1_000, ids.SelectMany(pair => pair).Distinct().Count());
        Assert.Equal(1_000, Store.Load("").Count());
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_before_its_turn_is_not_written()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.WriteAsync([Add("a", "1")], new CancellationToken(canceled: true)));

        Assert.Empty(Store.Load(""));
    }
}
