using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Clients;

/// <summary>A function brought to its users with the AWS CLI: versions, aliases, permissions, concurrency, tags.</summary>
public sealed class AwsCliReleaseTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "released";

    private AwsCli? cli;

    private AwsCli Aws => cli ??= new AwsCli(Server.Address, Lambda.Account);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        cli?.Dispose();
    }

    [Fact]
    public async Task A_release_is_published_shifted_to_and_undone()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return context.function_version"));
        Assert.Equal("1", (string?)(await RunAsync("publish-version", "--description", "first")).Json["Version"]);
        (await RunAsync("wait", "published-version-active", "--qualifier", "1")).Succeeded();
        Assert.Equal("1", (string?)(await RunAsync("create-alias", "--name", "live", "--function-version", "1")).Json["FunctionVersion"]);
        (await RunAsync("update-function-configuration", "--description", "changed")).Succeeded();
        (await RunAsync("wait", "function-updated-v2")).Succeeded();
        Assert.Equal("2", (string?)(await RunAsync("publish-version")).Json["Version"]);

        var shifted = (await RunAsync("update-alias", "--name", "live", "--routing-config", "AdditionalVersionWeights={2=0.1}")).Json;
        Assert.Equal("""{"2":0.1}""", shifted["RoutingConfig"]!["AdditionalVersionWeights"]!.ToJsonString());
        (await RunAsync("update-alias", "--name", "live", "--function-version", "2", "--routing-config", "AdditionalVersionWeights={}")).Succeeded();
        Assert.Equal("\"2\"", await InvokeAsync("live"));
        (await RunAsync("update-alias", "--name", "live", "--function-version", "1")).Succeeded();
        Assert.Equal("\"1\"", await InvokeAsync("live"));
    }

    [Fact]
    public async Task Lists_are_read_page_by_page()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): pass"));
        for (var number = 1; number <= 5; number++)
        {
            (await Lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, Description = $"{number}" })).Succeeded();
            await Lambda.SettledAsync(Name);
            (await Lambda.CallAsync("PublishVersion", new { FunctionName = Name })).Succeeded();
            (await Lambda.CallAsync("CreateAlias", new { FunctionName = Name, Name = $"a{number}", FunctionVersion = $"{number}" })).Succeeded();
        }

        Assert.Equal(["$LATEST", "1", "2", "3", "4", "5"], Read(await RunAsync("list-versions-by-function", "--page-size", "2"), "Versions", "Version"));
        Assert.Equal(["a1", "a2", "a3", "a4", "a5"], Read(await RunAsync("list-aliases", "--page-size", "2"), "Aliases", "Name"));
        Assert.Equal(6, Read(await Aws.LambdaAsync("list-functions", "--function-version", "ALL", "--page-size", "2"), "Functions", "Version").Count);
    }

    [Fact]
    public async Task A_skeleton_is_filled_in_and_sent()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): pass"));
        var skeleton = (await Aws.LambdaAsync("create-alias", "--generate-cli-skeleton")).Json.AsObject();
        (skeleton["FunctionName"], skeleton["Name"], skeleton["FunctionVersion"], skeleton["Description"]) = (Name, "live", "$LATEST", "filled in");
        skeleton.Remove("RoutingConfig");

        var created = (await Aws.LambdaAsync("create-alias", "--cli-input-json", skeleton.ToJsonString())).Json;
        Assert.Equal(("live", "filled in"), ((string?)created["Name"], (string?)created["Description"]));
    }

    [Fact]
    public async Task Permissions_concurrency_and_tags_are_given_told_and_taken_back()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): pass"));
        (await RunAsync("add-permission", "--statement-id", "bucket", "--action", "lambda:InvokeFunction", "--principal", "s3.amazonaws.com", "--source-arn", "arn:aws:s3:::bucket")).Succeeded();
        var policy = JsonNode.Parse((string)(await RunAsync("get-policy")).Json["Policy"]!)!;
        Assert.Equal("bucket", (string?)policy["Statement"]![0]!["Sid"]);
        (await RunAsync("remove-permission", "--statement-id", "bucket")).Succeeded();
        (await RunAsync("get-policy")).IsRefused("GetPolicy", "ResourceNotFoundException", "The resource you requested does not exist.");

        Assert.Equal(3, (int)(await RunAsync("put-function-concurrency", "--reserved-concurrent-executions", "3")).Json["ReservedConcurrentExecutions"]!);
        Assert.Equal(3, (int)(await RunAsync("get-function-concurrency")).Json["ReservedConcurrentExecutions"]!);
        (await RunAsync("delete-function-concurrency")).Succeeded();

        (await Aws.LambdaAsync("tag-resource", "--resource", Lambda.ArnOf(Name), "--tags", "team=red,stage=test")).Succeeded();
        (await Aws.LambdaAsync("untag-resource", "--resource", Lambda.ArnOf(Name), "--tag-keys", "stage")).Succeeded();
        Assert.Equal("""{"team":"red"}""", (await Aws.LambdaAsync("list-tags", "--resource", Lambda.ArnOf(Name))).Json["Tags"]!.ToJsonString());
    }

    private static List<string> Read(CliResult listed, string list, string member) => [.. listed.Json[list]!.AsArray().Select(item => (string)item![member]!)];

    private Task<CliResult> RunAsync(string command, params string[] options) =>
        command == "wait" ? Aws.LambdaAsync([command, options[0], "--function-name", Name, .. options[1..]]) : Aws.LambdaAsync([command, "--function-name", Name, .. options]);

    private async Task<string> InvokeAsync(string qualifier)
    {
        (await RunAsync("invoke", "--qualifier", qualifier, "out.json")).Succeeded();
        return await File.ReadAllTextAsync(Aws.PathOf("out.json"));
    }
}
