using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Errors;

/// <summary>Every error that the model documents of an operation that is carried out.</summary>
public sealed class DocumentedErrorTests(SharedServer server) : ConformanceTest(server)
{
    /// <summary>What is documented everywhere and answered nowhere: only a server that fails, and no limit on calls of the control plane, would be.</summary>
    private static readonly string[] Common = ["ServiceException", "TooManyRequestsException"];

    private static readonly JsonObject Model = Read("lambda.json");

    /// <summary>All in one test, as what they are about takes longer to make than they do.</summary>
    [Fact]
    public async Task Every_documented_error_is_answered_or_has_its_reason_not_to_be()
    {
        var table = new ErrorTable(Lambda, Python("def handler(event, context): return event"));
        await table.PrepareAsync();
        var wrong = new List<string>();
        var asked = 0;
        foreach (var operation in Served())
        {
            var known = table.Of(operation);
            wrong.AddRange(Documented(operation).Except(known.Keys).Except(Common).Select(error => $"{operation}: nothing is said of {error}"));
            wrong.AddRange(known.Keys.Except(Documented(operation)).Select(error => $"{operation}: {error} is not documented"));
            foreach (var (error, request) in known.Where(entry => entry.Value is not string))
            {
                asked++;
                var answer = await Lambda.CallAsync(operation, request);
                if ((answer.Code, answer.Status) != (error, StatusOf(error)) || string.IsNullOrWhiteSpace(answer.Message))
                    wrong.Add($"{operation}: {error} {StatusOf(error)} was to come, and it was {answer.Code} {answer.Status} {answer.Message}");
            }
        }

        await table.CleanAsync();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.InRange(asked, 80, 200);
    }

    private static IEnumerable<string> Served()
    {
        var unsupported = Read("unsupported.json")["lambda"]!.AsObject();
        return Model["operations"]!.AsObject().Select(entry => entry.Key).Where(name => !unsupported.ContainsKey(name));
    }

    private static IEnumerable<string> Documented(string operation) =>
        Model["operations"]![operation]!["errors"]?.AsArray().Select(error => (string)error!["shape"]!) ?? [];

    private static int StatusOf(string error) => (int)Model["shapes"]![error]!["error"]!["httpStatusCode"]!;

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "models", file)))!.AsObject();
}
