using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class AliasTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "aliased";

    [Fact]
    public async Task An_alias_runs_the_version_it_points_to_and_follows_an_update()
    {
        await CreateTwoAsync();
        var created = (await CallAsync("CreateAlias", new { FunctionName = Name, Name = "live", FunctionVersion = "1" })).Succeeded();
        Assert.Equal((201, $"{Lambda.ArnOf(Name)}:live", "live", "1", ""),
            (created.Status, created.Text("AliasArn"), created.Text("Name"), created.Text("FunctionVersion"), created.Text("Description")));
        Assert.False(created.Result.ContainsKey("RoutingConfig"));

        Assert.Equal(("1", $"""["1", "{Lambda.ArnOf(Name)}:live"]"""), await InvokeAsync("live"));
        var updated = (await CallAsync("UpdateAlias", new { FunctionName = Name, Name = "live", FunctionVersion = "2", Description = "newer" })).Succeeded();
        Assert.NotEqual(created.Text("RevisionId"), updated.Text("RevisionId"));
        Assert.Equal("2", (await InvokeAsync("live")).Version);

        Assert.Equal(updated.Result.ToJsonString(), (await CallAsync("GetAlias", new { FunctionName = Name, Name = "live" })).Succeeded().Result.ToJsonString());
        var function = (await CallAsync("GetFunction", new { FunctionName = $"{Name}:live" })).Succeeded().Result["Configuration"]!;
        Assert.Equal(("2", $"{Lambda.ArnOf(Name)}:live"), ((string?)function["Version"], (string?)function["FunctionArn"]));
    }

    [Fact]
    public async Task Weights_share_events_among_two_versions()
    {
        await CreateTwoAsync();
        var created = (await CallAsync("CreateAlias", new
        {
            FunctionName = Name, Name = "live", FunctionVersion = "1", RoutingConfig = new { AdditionalVersionWeights = new Dictionary<string, double> { ["2"] = 0.5 } },
        })).Succeeded();
        Assert.Equal("""{"AdditionalVersionWeights":{"2":0.5}}""", created.Result["RoutingConfig"]!.ToJsonString());

        // Of 40 events all go to one version once in 2^39 times.
        var versions = new HashSet<string>();
        for (var i = 0; i < 40; i++) versions.Add((await InvokeAsync("live")).Version);
        Assert.Equal(["1", "2"], versions.Order());

        (await CallAsync("DeleteFunction", new { FunctionName = Name, Qualifier = "2" }))
            .IsRefused(409, "ResourceConflictException", "Unable to delete version because the following aliases reference it: [live]");
        var plain = (await CallAsync("UpdateAlias", new { FunctionName = Name, Name = "live", RoutingConfig = new { AdditionalVersionWeights = new { } } })).Succeeded();
        Assert.False(plain.Result.ContainsKey("RoutingConfig"));
        for (var i = 0; i < 10; i++) Assert.Equal("1", (await InvokeAsync("live")).Version);
    }

    [Fact]
    public async Task Aliases_are_listed_by_name_all_or_those_of_one_version()
    {
        await CreateTwoAsync();
        foreach (var (name, version) in new[] { ("c", "1"), ("a", "2"), ("b", "1"), ("d", "$LATEST") })
            (await CallAsync("CreateAlias", new { FunctionName = Name, Name = name, FunctionVersion = version })).Succeeded();

        var first = (await CallAsync("ListAliases", new { FunctionName = Name, MaxItems = 3 })).Succeeded();
        (await CallAsync("DeleteAlias", new { FunctionName = Name, Name = "c" })).Succeeded();
        var rest = (await CallAsync("ListAliases", new { FunctionName = Name, Marker = first.Text("NextMarker") })).Succeeded();
        Assert.Equal(["a", "b", "c"], NamesOf(first));
        Assert.Equal(["d"], NamesOf(rest));
        Assert.Equal(["b"], NamesOf((await CallAsync("ListAliases", new { FunctionName = Name, FunctionVersion = "1" })).Succeeded()));
    }

    [Fact]
    public async Task What_no_alias_can_be_is_refused_in_AWS_s_words()
    {
        await CreateTwoAsync();
        (await CallAsync("CreateAlias", new { FunctionName = Name, Name = "live", FunctionVersion = "1" })).Succeeded();
        object Routed(string version, object weights) => new { FunctionName = Name, Name = "routed", FunctionVersion = version, RoutingConfig = new { AdditionalVersionWeights = weights } };

        (await CallAsync("CreateAlias", new { FunctionName = Name, Name = "live", FunctionVersion = "2" }))
            .IsRefused(409, "ResourceConflictException", $"Alias already exists: {Lambda.ArnOf(Name)}:live");
        (await CallAsync("CreateAlias", new { FunctionName = Name, Name = "other", FunctionVersion = "9" }))
            .IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf(Name)}:9");
        (await CallAsync("CreateAlias", Routed("$LATEST", new Dictionary<string, double> { ["2"] = 0.1 })))
            .IsRefused(400, "InvalidParameterValueException", "$LATEST is not supported for an alias pointing to more than 1 version");
        (await CallAsync("CreateAlias", Routed("1", new Dictionary<string, double> { ["1"] = 0.1 })))
            .IsRefused(400, "InvalidParameterValueException", "Invalid function version 1. Function version 1 is already included in routing configuration.");
        (await CallAsync("CreateAlias", Routed("1", new Dictionary<string, double> { ["2"] = 0.1, ["3"] = 0.1 })))
            .IsRefused(400, "InvalidParameterValueException", "Number of items in AdditionalVersionWeights cannot be greater than 1");
        (await CallAsync("CreateAlias", Routed("1", new Dictionary<string, double> { ["9"] = 0.1 })))
            .IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf(Name)}:9");
        (await CallAsync("CreateAlias", new { FunctionName = $"{Name}:1", Name = "other", FunctionVersion = "1" })).IsRefused(400, "InvalidParameterValueException",
            "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.");
        foreach (var operation in new[] { "GetAlias", "UpdateAlias" })
        {
            (await CallAsync(operation, new { FunctionName = Name, Name = "none" }))
                .IsRefused(404, "ResourceNotFoundException", $"Cannot find alias arn: {Lambda.ArnOf(Name)}:none");
        }

        (await CallAsync("UpdateAlias", new { FunctionName = Name, Name = "live", RevisionId = "stale" })).IsRefused(412, "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
        (await CallAsync("DeleteAlias", new { FunctionName = Name, Name = "none" })).Succeeded();
    }

    private Task<Answer> CallAsync(string operation, object parameters) => Lambda.CallAsync(operation, parameters);

    private static string[] NamesOf(Answer answer) => [.. answer.Result["Aliases"]!.AsArray().Select(alias => (string)alias!["Name"]!)];

    private async Task CreateTwoAsync()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return [context.function_version, context.invoked_function_arn]"));
        (await CallAsync("PublishVersion", new { FunctionName = Name })).Succeeded();
        (await CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, Description = "two" })).Succeeded();
        await Lambda.SettledAsync(Name);
        (await CallAsync("PublishVersion", new { FunctionName = Name })).Succeeded();
    }

    private async Task<(string Version, string Payload)> InvokeAsync(string qualifier)
    {
        var answer = (await CallAsync("Invoke", new { FunctionName = Name, Qualifier = qualifier })).Succeeded();
        return (answer.Text("ExecutedVersion"), answer.Utf8("Payload"));
    }
}
