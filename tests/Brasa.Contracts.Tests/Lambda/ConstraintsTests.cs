using System.Text.Json.Nodes;
using Brasa.Contracts.Tests.Models;
using Brasa.Contracts.Tests.Samples;
using Brasa.Wire.Hosting;
using Microsoft.AspNetCore.Http;

namespace Brasa.Contracts.Tests.Lambda;

public sealed class ConstraintsTests
{
    private const double FewOptionals = 0.1;

    private const int Pairs = 10;

    public static TheoryData<string> Operations => [.. ServedOperation.Names];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_request_that_breaks_one_constraint_is_told_which(string name)
    {
        var operation = ServedOperation.Of(name);
        foreach (var (place, seed) in Place.AllIn(operation.Model.Input).Zip(Seeds.For(name)))
        {
            var (members, isAlone) = Broken(operation, seed, place);
            var failures = Expectations.Of(operation.Model.Input, members);

            // Some cannot be broken alone: an empty text is too short, and matches no pattern that wants a character.
            Assert.True(failures.Count == 1 || (failures.Count == 2 && !isAlone), $"{place}, seed {seed}: {AwsWords.Summary(failures)}");
            await IsRefused(operation, members, failures, $"{place}, seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_request_that_breaks_two_constraints_is_told_both(string name)
    {
        var operation = ServedOperation.Of(name);
        var places = Place.AllIn(operation.Model.Input).ToArray();
        foreach (var seed in Seeds.For(name).Take(Pairs))
        {
            var random = new Random(seed);
            var first = places.Length == 0 ? null : places[random.Next(places.Length)];
            var others = places.Where(place => place.Path[0] != first!.Path[0]).ToArray();
            if (others.Length == 0)
                continue;
            var second = others[random.Next(others.Length)];
            var (members, areAlone) = Broken(operation, seed, first!, second);
            var failures = Expectations.Of(operation.Model.Input, members);

            Assert.True(failures.Count == 2 || !areAlone, $"{first} and {second}, seed {seed}: {AwsWords.Summary(failures)}");
            await IsRefused(operation, members, failures, $"{first} and {second}, seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_bound_itself_is_within_bounds(string name)
    {
        var operation = ServedOperation.Of(name);
        foreach (var (place, seed) in Place.AllIn(operation.Model.Input).Zip(Seeds.For(name)))
        {
            var random = new Random(seed);
            var values = new SampleValues(random, FewOptionals);
            var members = values.Structure(operation.Model.Input, place.Path);
            if (new Changes(random, values).TryBound(place, members))
                Assert.True(operation.Validate(members) is null, $"{place}, seed {seed}: {operation.Validate(members)}");
        }
    }

    private static (JsonObject Members, bool AreAlone) Broken(ServedOperation operation, int seed, params Place[] places)
    {
        var random = new Random(seed);
        var values = new SampleValues(random, FewOptionals);
        var members = values.Structure(operation.Model.Input, [.. places.Select(place => place.Path)]);
        var areAlone = places.Aggregate(true, (areAlone, place) => new Changes(random, values).Break(place, members) && areAlone);
        return (members, areAlone);
    }

    private static async Task IsRefused(ServedOperation operation, JsonObject members, IReadOnlyList<string> failures, string what)
    {
        var expected = AwsWords.Summary(failures);
        var said = operation.Validate(members);
        Assert.True(AwsWords.IsSame(expected, said), $"{what}:\n{expected}\n{said}");

        if (!SampleRequest.CanCarry(operation.Model, members))
            return;
        var response = await operation.SendAsync(members);
        if (response.HttpContext.Request.ContentLength > ServiceDefinition.DefaultBodyLimit)
        {
            Assert.Equal(StatusCodes.Status413RequestEntityTooLarge, response.StatusCode);
            return;
        }
        Assert.Equal((StatusCodes.Status400BadRequest, "ValidationException"), (response.StatusCode, $"{response.Headers["x-amzn-ErrorType"]}"));
        var message = JsonNode.Parse(SampleResponse.Body(response))!["message"]!.GetValue<string>();
        Assert.True(said == message, $"{what}, over HTTP:\n{said}\n{message}");
    }
}
