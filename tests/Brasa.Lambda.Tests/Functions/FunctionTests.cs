using System.Text.Json;
using Brasa.Lambda.Aliases;
using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Lambda.Versions;

namespace Brasa.Lambda.Tests.Functions;

public sealed class FunctionTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void An_alias_sends_its_second_version_the_part_of_events_that_its_weight_says(double weight)
    {
        const int draws = 100_000;
        var random = new Random(1);
        var function = Published();
        function = function with { Aliases = function.Aliases.Add("live", new Alias("live", "1", "", new AliasRoute("2", weight), "r")) };

        var second = Enumerable.Range(0, draws).Count(_ => function.Route("live", random.NextDouble())!.Version == "2");

        // Five standard deviations of the binomial distribution.
        Assert.InRange(second, (draws * weight) - (5 * Math.Sqrt(draws * weight * (1 - weight))), (draws * weight) + (5 * Math.Sqrt(draws * weight * (1 - weight))));
    }

    [Fact]
    public void A_qualifier_is_a_version_or_an_alias()
    {
        var function = Published();
        function = function with { Aliases = function.Aliases.Add("new", new Alias("new", "$LATEST", "", null, "r")).Add("old", new Alias("old", "1", "", null, "r")) };

        Assert.Equal(["$LATEST", "$LATEST", "1", "2", "$LATEST", "1"],
            new[] { null, "$LATEST", "1", "2", "new", "old" }.Select(qualifier => function.Route(qualifier, 0)!.Version));
        Assert.Null(function.Route("3", 0));
        Assert.Null(function.Route("none", 0));
    }

    [Theory]
    [InlineData(0.0, 10, 0)]
    [InlineData(0.25, 7, 3)]
    [InlineData(1.0, 0, 10)]
    public void An_alias_shares_what_is_provisioned_for_it_among_its_versions(double weight, int first, int second)
    {
        var function = Published();
        function = function with
        {
            Aliases = function.Aliases.Add("live", new Alias("live", "1", "", new AliasRoute("2", weight), "r")),
            Provisioned = function.Provisioned.Add("live", new ProvisionedConcurrency(10, DateTimeOffset.UnixEpoch)),
        };

        Assert.Equal((first, second), (function.ProvisionedOf("1"), function.ProvisionedOf("2")));
    }

    private static Function Published()
    {
        var function = Publishing.Publish(new Function { Latest = Sample.Function() }, null, DateTimeOffset.UnixEpoch, out _);
        return Publishing.Publish(function with { Latest = function.Latest with { TimeoutSeconds = 9 } }, null, DateTimeOffset.UnixEpoch, out _);
    }

    [Fact]
    public void A_function_that_was_stored_before_there_was_something_to_say_of_it_has_nothing_said()
    {
        var document = JsonSerializer.SerializeToNode(new Function { Latest = Sample.Function() }, FunctionJson.Default.Function)!.AsObject();
        foreach (var name in new[] { "EventConfigs", "Provisioned" }) Assert.True(document.Remove(name));
        var function = document.Deserialize(FunctionJson.Default.Function)!;
        Assert.Empty(function.EventConfigs);
        Assert.Empty(function.Provisioned);
    }
}
