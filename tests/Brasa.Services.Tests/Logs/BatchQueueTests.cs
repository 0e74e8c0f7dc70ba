using System.Text;
using Brasa.Core.Logs;
using Brasa.Services.Logs;

namespace Brasa.Services.Tests.Logs;

public sealed class BatchQueueTests
{
    [Fact]
    public void The_oldest_give_way_to_the_newest()
    {
        var queue = new BatchQueue(1_000);

        Assert.Equal(0, queue.Add(Batch("a", 200)));
        Assert.Equal(0, queue.Add(Batch("b", 200)));
        Assert.Equal(1, queue.Add(Batch("c", 200)));
        Assert.Equal("b", TextOf(queue.Take()));
        Assert.Equal("c", TextOf(queue.Take()));
        Assert.Null(queue.Take());
    }

    [Fact]
    public void A_batch_of_more_than_there_is_room_for_is_held_alone()
    {
        var queue = new BatchQueue(1_000);
        queue.Add(Batch("a", 100));

        Assert.Equal(1, queue.Add(Batch("b", 5_000)));
        Assert.Equal("b", TextOf(queue.Take()));
        Assert.Equal(0, queue.Add(Batch("c", 100)));
    }

    private static StoredBatch Batch(string text, int length) => new(
        new LogGroupKey("1", "r", "g"), [new LogEvent(new LogPosition(0, 0), 0, text, LogSource.Function, Encoding.UTF8.GetBytes(new string('x', length)))]);

    private static string? TextOf(StoredBatch? batch) => batch?.Events[0].Stream;
}
