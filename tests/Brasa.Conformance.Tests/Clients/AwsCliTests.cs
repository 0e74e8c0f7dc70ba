using System.Text;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Clients;

/// <summary>AWS's own tutorials, "Using Lambda with the AWS CLI", command by command.</summary>
public sealed class AwsCliTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "my-function";

    private AwsCli? cli;

    private AwsCli Aws => cli ??= new AwsCli(Server.Address, Lambda.Account);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        cli?.Dispose();
    }

    [Fact]
    public async Task The_tutorial_creates_waits_for_invokes_updates_and_deletes_a_function()
    {
        await SaveAsync("one.zip", "def handler(event, context):\n    print('hello')\n    return {'one': event}");
        await SaveAsync("two.zip", "def handler(event, context): return {'two': event}");

        var created = (await Aws.LambdaAsync(
            "create-function", "--function-name", Name, "--zip-file", "fileb://one.zip", "--handler", "index.handler",
            "--runtime", Server.Python, "--role", Lambda.Role)).Json;
        Assert.Equal(("Pending", Lambda.ArnOf(Name)), ((string?)created["State"], (string?)created["FunctionArn"]));
        (await Aws.LambdaAsync("wait", "function-active-v2", "--function-name", Name)).Succeeded();

        var (answer, payload) = await InvokeAsync("""{"k": 1}""", "--log-type", "Tail");
        Assert.Equal("""{"one": {"k": 1}}""", payload);
        Assert.Equal((200, "$LATEST"), ((int)answer["StatusCode"]!, (string?)answer["ExecutedVersion"]));
        var log = Encoding.UTF8.GetString(Convert.FromBase64String((string)answer["LogResult"]!)).Split('\n');
        Assert.StartsWith("START RequestId: ", log[0], StringComparison.Ordinal);
        Assert.Equal("hello", log[1]);

        var updated = (await Aws.LambdaAsync("update-function-code", "--function-name", Name, "--zip-file", "fileb://two.zip")).Json;
        Assert.Equal("InProgress", (string?)updated["LastUpdateStatus"]);
        (await Aws.LambdaAsync("wait", "function-updated-v2", "--function-name", Name)).Succeeded();
        Assert.Equal("""{"two": {}}""", (await InvokeAsync("{}")).Payload);

        (await Aws.LambdaAsync("delete-function", "--function-name", Name)).Succeeded();
        (await Aws.LambdaAsync("get-function", "--function-name", Name))
            .IsRefused("GetFunction", "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf(Name)}");
    }

    [Fact]
    public async Task Settings_are_changed_and_described()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): pass"));

        (await Aws.LambdaAsync(
            "update-function-configuration", "--function-name", Name, "--memory-size", "256", "--timeout", "7",
            "--environment", "Variables={STAGE=test}", "--description", "olá")).Succeeded();
        var described = (await Aws.LambdaAsync("get-function-configuration", "--function-name", Lambda.ArnOf(Name))).Json;

        Assert.Equal((256, 7, "olá"), ((int)described["MemorySize"]!, (int)described["Timeout"]!, (string?)described["Description"]));
        Assert.Equal("test", (string?)described["Environment"]!["Variables"]!["STAGE"]);
    }

    [Fact]
    public async Task More_functions_than_fit_on_a_page_are_all_listed()
    {
        var names = Enumerable.Range(0, 53).Select(number => $"f{number:00}").ToList();
        var code = Python("def handler(event, context): pass");
        await Task.WhenAll(names.Select(name => Lambda.CreateAsync(name, code)));

        Assert.Equal(names, Names(await Aws.LambdaAsync("list-functions")));
        Assert.Equal(names, Names(await Aws.LambdaAsync("list-functions", "--page-size", "20")));

        var first = await Aws.LambdaAsync("list-functions", "--max-items", "30", "--page-size", "7");
        Assert.Equal(names[..30], Names(first));
        var token = (string)first.Json["NextToken"]!;
        Assert.Equal(names[30..], Names(await Aws.LambdaAsync("list-functions", "--starting-token", token)));
    }

    [Fact]
    public async Task An_account_is_told_its_limits_and_its_use()
    {
        var code = Python("def handler(event, context): pass");
        await Lambda.CreateAsync(Name, code);

        var settings = (await Aws.LambdaAsync("get-account-settings")).Json;

        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse("""
                {
                  "TotalCodeSize": 80530636800, "CodeSizeUnzipped": 262144000, "CodeSizeZipped": 52428800,
                  "ConcurrentExecutions": 1000, "UnreservedConcurrentExecutions": 1000
                }
                """), settings["AccountLimit"]), settings.ToJsonString());
        Assert.Equal((code.Package.Length, 1), ((int)settings["AccountUsage"]!["TotalCodeSize"]!, (int)settings["AccountUsage"]!["FunctionCount"]!));
    }

    private static IEnumerable<string> Names(CliResult listed) => listed.Json["Functions"]!.AsArray().Select(function => (string)function!["FunctionName"]!);

    private Task SaveAsync(string file, string code) => File.WriteAllBytesAsync(Aws.PathOf(file), Python(code).Package);

    private async Task<(JsonNode Answer, string Payload)> InvokeAsync(string payload, params string[] options)
    {
        var answer = await Aws.LambdaAsync(
            ["invoke", "--function-name", Name, "--cli-binary-format", "raw-in-base64-out", "--payload", payload, .. options, "out.json"]);
        return (answer.Json, await File.ReadAllTextAsync(Aws.PathOf("out.json")));
    }
}
