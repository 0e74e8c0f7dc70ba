using Brasa.Contracts.Lambda;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Tests.Environments;

public sealed class StartQueueTests
{
    private static readonly FunctionKey s_many = KeyOf("many");
    private static readonly FunctionKey s_one = KeyOf("one");

    private HostMemory memory = new(TotalBytes: 16L << 30, AvailableBytes: 8L << 30);

    [Fact]
    public async Task No_more_than_so_many_start_at_once()
    {
        var queue = Make(atOnce: 2, capacity: 10);
        await queue.EnterAsync(s_many);
        await queue.EnterAsync(s_many);
        var third = queue.EnterAsync(s_many);
        Assert.False(third.IsCompleted);

        queue.Leave();

        await third;
    }

    [Fact]
    public async Task Functions_take_turns()
    {
        var queue = Make(atOnce: 1, capacity: 10);
        await queue.EnterAsync(s_many);
        Task[] many = [queue.EnterAsync(s_many), queue.EnterAsync(s_many), queue.EnterAsync(s_many)];
        var one = queue.EnterAsync(s_one);

        queue.Leave();
        await many[0];
        Assert.False(one.IsCompleted);
        queue.Leave();
        await one;
        Assert.False(many[1].IsCompleted);
        queue.Leave();
        await many[1];
        queue.Leave();
        await many[2];
    }

    [Fact]
    public async Task It_is_busy_until_the_last_is_done()
    {
        var queue = Make(atOnce: 1, capacity: 10);
        Assert.False(queue.IsBusy);
        await queue.EnterAsync(s_one);
        var next = queue.EnterAsync(s_one);

        queue.Leave();
        await next;
        Assert.True(queue.IsBusy);
        queue.Leave();
        Assert.False(queue.IsBusy);
    }

    [Fact]
    public async Task More_than_may_wait_are_refused_but_for_the_first_of_a_function()
    {
        var queue = Make(atOnce: 1, capacity: 1);
        await queue.EnterAsync(s_many);
        var waiting = queue.EnterAsync(s_many);

        var refused = await Assert.ThrowsAsync<TooManyRequestsException>(() => queue.EnterAsync(s_many));
        Assert.Contains("waiting to be started", refused.Message, StringComparison.Ordinal);
        var first = queue.EnterAsync(s_one);

        queue.Leave();
        await waiting;
        queue.Leave();
        await first;
    }

    [Fact]
    public async Task Where_memory_is_exhausted_nothing_is_begun_until_there_is_some_again()
    {
        var queue = Make(atOnce: 1, capacity: 10);
        memory = new HostMemory(TotalBytes: 16L << 30, AvailableBytes: 100L << 20);

        var refused = await Assert.ThrowsAsync<TooManyRequestsException>(() => queue.EnterAsync(s_one));
        Assert.Contains("no memory", refused.Message, StringComparison.Ordinal);
        Assert.False(queue.IsBusy);

        memory = new HostMemory(TotalBytes: 16L << 30, AvailableBytes: 8L << 30);
        await queue.EnterAsync(s_one);
    }

    [Fact]
    public async Task Where_memory_cannot_be_read_no_turn_is_lost()
    {
        var isReadable = false;
        var queue = new StartQueue(1, 10, () => isReadable ? memory : throw new IOException("too many open files"));
        await Assert.ThrowsAsync<IOException>(() => queue.EnterAsync(s_one));

        isReadable = true;
        await queue.EnterAsync(s_one);
    }

    private StartQueue Make(int atOnce, int capacity) => new(atOnce, capacity, () => memory);

    private static FunctionKey KeyOf(string name) => new("123456789012", "us-east-1", name);
}
