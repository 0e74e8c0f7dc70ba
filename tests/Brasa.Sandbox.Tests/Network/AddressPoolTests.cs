using System.Collections.Concurrent;
using Brasa.Sandbox.Network;

namespace Brasa.Sandbox.Tests.Network;

public sealed class AddressPoolTests
{
    [Fact]
    public void No_number_is_taken_twice_at_a_time()
    {
        var pool = new AddressPool();
        var taken = new ConcurrentBag<int>();

        Parallel.For(0, 65_533, _ => taken.Add(pool.Take()));

        Assert.Equal(65_533, taken.Distinct().Count());
        Assert.Equal((2, 65_534), (taken.Min(), taken.Max()));
        Assert.Throws<SandboxException>(() => pool.Take());
    }

    [Fact]
    public void The_one_returned_first_is_taken_again_first_and_only_after_all_others()
    {
        var pool = new AddressPool();
        pool.Return(pool.Take());
        Assert.Equal(3, pool.Take());
        for (var n = 4; n <= 65_534; n++) pool.Take();
        pool.Return(9);

        Assert.Equal((2, 9), (pool.Take(), pool.Take()));
    }
}
