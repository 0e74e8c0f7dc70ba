using System.Text.Json.Nodes;
using Brasa.Contracts.Tests.Samples;

namespace Brasa.Contracts.Tests.Lambda;

public sealed class RequestsTests
{
    private const int Rounds = 10;

    public static TheoryData<string> Operations => [.. ServedOperation.Names];

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_request_of_required_members_arrives_as_it_was_sent(string operation) => Arrives(operation, shareOfOptionals: 0);

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_request_of_all_members_arrives_as_it_was_sent(string operation) => Arrives(operation, shareOfOptionals: 1);

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_request_of_some_members_arrives_as_it_was_sent(string operation) => Arrives(operation, shareOfOptionals: 0.5);

    private static async Task Arrives(string name, double shareOfOptionals)
    {
        var operation = ServedOperation.Of(name);
        foreach (var seed in Seeds.For(name).Take(Rounds))
        {
            var sent = new SampleValues(new Random(seed), shareOfOptionals).Structure(operation.Model.Input);

            var refusal = operation.Validate(sent);
            Assert.True(refusal is null, $"Seed {seed}: {refusal}\n{sent.ToJsonString()}");

            var response = await operation.SendAsync(sent);
            Assert.True(operation.Received is not null, $"Seed {seed}: {SampleResponse.Text(response)}\n{sent.ToJsonString()}");
            Assert.True(
                JsonNode.DeepEquals(sent, operation.Received), $"Seed {seed}:\n{sent.ToJsonString()}\n{operation.Received.ToJsonString()}");
        }
    }
}
