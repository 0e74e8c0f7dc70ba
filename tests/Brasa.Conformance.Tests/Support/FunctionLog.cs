using System.Text.Json.Nodes;

namespace Brasa.Conformance.Tests.Support;

/// <summary>A function's log group: how a test learns that something inside a sandbox has begun.</summary>
internal sealed class FunctionLog(Lambda lambda, string name, string? customGroup = null)
{
    private readonly string group = customGroup ?? $"/aws/lambda/{name}";

    /// <summary>The messages in it, of all environments, in order; none where there is no such group yet.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync() => [.. (await EventsAsync()).Select(line => (string)line["message"]!)];

    /// <summary>Bytes of disk that it takes.</summary>
    public async Task<long> SizeAsync()
    {
        var found = await lambda.Logs.DoAsync("DescribeLogGroups", new { logGroupNamePrefix = group });
        return (long)found["logGroups"]!.AsArray().Single(item => (string)item!["logGroupName"]! == group)!["storedBytes"]!;
    }

    /// <summary>Completes when so many environments have logged a line <paramref name="text"/>.</summary>
    public Task ContainAsync(string text, int environments = 1) => Eventually.TrueAsync(
        async () => (await EventsAsync()).Where(line => (string)line["message"]! == text).Select(line => (string)line["logStreamName"]!).Distinct().Count() == environments,
        $"{name} did not log '{text}' in {environments} environments.");

    private async Task<List<JsonObject>> EventsAsync()
    {
        var answer = await lambda.Logs.CallAsync("FilterLogEvents", new { logGroupName = group });
        return answer.Code == "ResourceNotFoundException" ? [] : [.. answer.Succeeded().Result["events"]!.AsArray().Select(line => line!.AsObject())];
    }
}
