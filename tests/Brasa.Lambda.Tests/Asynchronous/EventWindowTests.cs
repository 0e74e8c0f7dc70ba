using Brasa.Lambda.Asynchronous;

namespace Brasa.Lambda.Tests.Asynchronous;

public sealed class EventWindowTests
{
    private readonly EventWindow window = new(8);

    [Fact]
    public void It_grows_while_more_wait_and_keeps_what_it_has_grown_to_until_nothing_is_tried()
    {
        Assert.Equal(8, window.Size(Seconds(100)));
        window.Block(Seconds(100));
        window.Block(Seconds(101));
        Assert.Equal(24, window.Size(Seconds(102)));
        window.Drain(Seconds(102), attempts: 24);
        Assert.Equal(24, window.Size(Seconds(200)));
        window.Drain(Seconds(200), attempts: 0);
        Assert.Equal(8, window.Size(Seconds(200)));
    }

    [Fact]
    public void It_shrinks_to_what_there_was_room_for_and_never_to_nothing()
    {
        window.Block(Seconds(0));
        window.Shrink(attempts: 3);
        Assert.Equal(3, window.Size(Seconds(50)));
        window.Shrink(attempts: 0);
        Assert.Equal(1, window.Size(Seconds(50)));
        window.Block(Seconds(50));
        Assert.Equal(2, window.Size(Seconds(50) + window.Step));
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
