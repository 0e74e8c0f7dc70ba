using Brasa.Lambda.Functions;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Lambda.Versions;

namespace Brasa.Lambda.Tests.Versions;

public sealed class PublishingTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly Function function = new() { Latest = Sample.Function() with { Variables = new Dictionary<string, string> { ["A"] = "1" } } };

    [Fact]
    public void Unchanged_code_and_configuration_return_the_newest_version_again()
    {
        var once = Publishing.Publish(function, "first", Now, out var first);
        var updatedToTheSame = once with { Latest = once.Latest with { Generation = 9, RevisionId = "another", Variables = new Dictionary<string, string> { ["A"] = "1" } } };

        Assert.Same(updatedToTheSame, Publishing.Publish(updatedToTheSame, "second", Now, out var again));
        Assert.Same(first, again);
        Assert.Equal("first", again.Description);
    }

    [Fact]
    public void A_changed_setting_makes_the_next_version()
    {
        var once = Publishing.Publish(function, null, Now, out _);
        var changed = once with { Latest = once.Latest with { Description = "changed" } };

        Assert.Equal(["1", "2"], Publishing.Publish(changed, null, Now, out _).Versions.Values.Select(version => version.Version));
    }

    [Fact]
    public void A_number_is_never_given_twice()
    {
        var once = Publishing.Publish(function, null, Now, out _);
        var twice = Publishing.Publish(once with { Versions = once.Versions.Clear() }, null, Now, out var second);

        Assert.Equal(("2", 2), (second.Version, twice.LastNumber));
    }
}
