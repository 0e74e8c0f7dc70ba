using Brasa.Sandbox.Oci;

namespace Brasa.Sandbox.Tests.Oci;

/// <summary>Which ids sandboxes get of those there are.</summary>
public sealed class UserIdRangesTests
{
    private const long All = uint.MaxValue;
    private const int Inside = 993;

    [Fact]
    public void Root_gives_each_sandbox_a_range_above_the_ids_in_use()
    {
        var ids = new UserIdRanges(All);
        Assert.Equal([(0u, 0x1000_0000u, 65_536u)], Map(ids));
        Assert.Equal([(0u, 0x1001_0000u, 65_536u)], Map(ids));
        Assert.True(ids.AreDistinct);
    }

    [Fact]
    public void With_some_ids_each_sandbox_has_one_for_its_root_and_one_for_its_user()
    {
        var ids = new UserIdRanges(65_537);
        Assert.Equal([(0u, 32_768u, 1u), (993u, 32_769u, 1u)], Map(ids));
        Assert.Equal([(0u, 32_770u, 1u), (993u, 32_771u, 1u)], Map(ids));
        Assert.True(ids.AreDistinct);
    }

    [Fact]
    public void With_a_single_id_every_user_is_it_and_there_is_no_root()
    {
        var ids = new UserIdRanges(1);
        Assert.Equal([(993u, 0u, 1u)], Map(ids));
        Assert.Equal([(993u, 0u, 1u)], Map(ids));
        Assert.False(ids.AreDistinct);
    }

    [Fact]
    public void Returned_ids_are_given_out_again_and_there_is_an_end_to_them()
    {
        var ids = new UserIdRanges(10);
        var first = ids.Take();
        ids.Take();
        Assert.Throws<SandboxException>(() => ids.Take());
        ids.Return(first);
        Assert.Equal(first, ids.Take());
    }

    private static IEnumerable<(uint, uint, uint)> Map(UserIdRanges ids) =>
        ids.Map(ids.Take(), Inside).Select(mapping => (mapping.Inside, mapping.Outside, mapping.Count));
}
