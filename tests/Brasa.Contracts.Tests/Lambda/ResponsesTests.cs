using System.Text.Json.Nodes;
using Brasa.Contracts.Tests.Samples;
using Microsoft.AspNetCore.Http;

namespace Brasa.Contracts.Tests.Lambda;

public sealed class ResponsesTests
{
    private const int Rounds = 10;

    /// <summary>Those whose output is written as one value; events are written one by one.</summary>
    public static TheoryData<string> Operations =>
        [.. ServedOperation.Names.Where(name => !ServedOperation.Of(name).Descriptor.StreamsOutput)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_response_says_what_was_answered(string name)
    {
        var operation = ServedOperation.Of(name);
        foreach (var seed in Seeds.For(name).Take(Rounds))
        {
            var values = new SampleValues(new Random(seed), shareOfOptionals: 0.5);
            var answer = operation.Model.Output is { } output ? values.Structure(output) : [];

            var response = await operation.SendAsync(values.Structure(operation.Model.Input), answer);

            Assert.True(response.StatusCode is >= 200 and < 300, $"Seed {seed}: {SampleResponse.Text(response)}");
            Check(operation, answer, response, seed);
        }
    }

    private static void Check(ServedOperation operation, JsonObject answer, HttpResponse response, int seed)
    {
        if (operation.Model.Output is not { } output)
        {
            Assert.Equal((operation.Model.SuccessStatus, 0), (response.StatusCode, SampleResponse.Body(response).Length));
            return;
        }
        // A status that was not answered is the one that the model has for successes.
        if (output.Members.FirstOrDefault(member => member.Location == "statusCode") is { } status)
            answer[status.Name] ??= operation.Model.SuccessStatus;
        else
            Assert.Equal(operation.Model.SuccessStatus, response.StatusCode);

        var received = SampleResponse.Read(output, response);
        Assert.True(JsonNode.DeepEquals(answer, received), $"Seed {seed}:\n{answer.ToJsonString()}\n{received.ToJsonString()}");
    }
}
