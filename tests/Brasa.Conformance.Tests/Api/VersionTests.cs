using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class VersionTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "versioned";
    private const string Coded = "import os\ndef handler(event, context): return [{0}, os.environ.get('STAGE'), context.function_version, context.invoked_function_arn]";

    [Fact]
    public async Task A_version_runs_the_code_and_configuration_it_was_published_with()
    {
        await CreateAsync(new { STAGE = "one" });
        var first = (await PublishAsync()).Result;
        Assert.Equal(("1", $"{Lambda.ArnOf(Name)}:1", "Active", "Successful"),
            ((string?)first["Version"], (string?)first["FunctionArn"], (string?)first["State"], (string?)first["LastUpdateStatus"]));

        (await UpdateCodeAsync(2)).Succeeded();
        await Lambda.SettledAsync(Name);
        (await Lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, Environment = new { Variables = new { STAGE = "two" } } })).Succeeded();
        await Lambda.SettledAsync(Name);

        Assert.Equal($"""[1, "one", "1", "{Lambda.ArnOf(Name)}:1"]""", (await InvokeAsync("1")).Utf8("Payload"));
        Assert.Equal($"""[2, "two", "$LATEST", "{Lambda.ArnOf(Name)}"]""", (await Lambda.InvokeAsync(Name)).Payload);
        Assert.Equal("1", (await InvokeAsync("1")).Text("ExecutedVersion"));
        Assert.Equal("$LATEST", (await InvokeAsync("$LATEST")).Text("ExecutedVersion"));
    }

    [Fact]
    public async Task Versions_are_numbered_listed_and_never_numbered_alike()
    {
        await CreateAsync();
        Assert.Equal("1", (await PublishAsync()).Text("Version"));
        Assert.Equal("1", (await PublishAsync()).Text("Version"));
        await UpdatedAsync("two");
        Assert.Equal("2", (await PublishAsync("own words")).Text("Version"));
        (await Lambda.CallAsync("DeleteFunction", new { FunctionName = Name, Qualifier = "2" })).Succeeded();
        Assert.Equal("3", (await PublishAsync()).Text("Version"));

        var listed = (await Lambda.CallAsync("ListVersionsByFunction", new { FunctionName = Name })).Succeeded().Result["Versions"]!.AsArray();
        Assert.Equal(["$LATEST", "1", "3"], listed.Select(version => (string)version!["Version"]!));
        Assert.Equal($"{Lambda.ArnOf(Name)}:$LATEST", (string?)listed[0]!["FunctionArn"]);
        Assert.Equal(["two", "", "two"], listed.Select(version => (string)version!["Description"]!));

        var all = (await Lambda.CallAsync("ListFunctions", new { FunctionVersion = "ALL" })).Succeeded().Result["Functions"]!.AsArray();
        Assert.Equal(["$LATEST", "1", "3"], all.Select(version => (string)version!["Version"]!));
    }

    [Theory]
    [InlineData("ListVersionsByFunction")]
    [InlineData("ListFunctions")]
    public async Task Pages_of_versions_join_to_the_whole(string operation)
    {
        await CreateAsync();
        for (var i = 0; i < 10; i++)
        {
            await UpdatedAsync($"update {i}");
            await PublishAsync();
        }

        List<string> seen = [];
        string? marker = null;
        do
        {
            var parameters = new JsonObject { ["MaxItems"] = 3 };
            if (operation == "ListFunctions") parameters["FunctionVersion"] = "ALL";
            else parameters["FunctionName"] = Name;
            if (marker is not null) parameters["Marker"] = marker;
            var page = (await Lambda.CallAsync(operation, parameters)).Succeeded().Result;
            seen.AddRange(page[operation == "ListFunctions" ? "Functions" : "Versions"]!.AsArray().Select(version => (string)version!["Version"]!));
            marker = (string?)page["NextMarker"];
        }
        while (marker is not null);

        Assert.Equal(["$LATEST", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"], seen);
    }

    [Fact]
    public async Task What_a_request_publishes_at_once_is_what_it_made()
    {
        var source = Code(1);
        var created = (await Lambda.CallAsync("CreateFunction", new
        {
            FunctionName = Name, source.Runtime, source.Handler, Lambda.Role, Code = new { ZipFile = source.Package }, Publish = true,
        })).Succeeded();
        Assert.Equal(("1", $"{Lambda.ArnOf(Name)}:1"), (created.Text("Version"), created.Text("FunctionArn")));
        await Lambda.SettledAsync(Name);

        var updated = (await Lambda.CallAsync("UpdateFunctionCode", new { FunctionName = Name, ZipFile = Code(2).Package, Publish = true })).Succeeded();
        Assert.Equal("2", updated.Text("Version"));
        await Lambda.SettledAsync(Name);
        var same = (await Lambda.CallAsync("UpdateFunctionCode", new { FunctionName = Name, ZipFile = Code(2).Package, Publish = true })).Succeeded();
        Assert.Equal("2", same.Text("Version"));
        await Lambda.SettledAsync(Name);

        Assert.StartsWith("[1,", (await InvokeAsync("1")).Utf8("Payload"), StringComparison.Ordinal);
        Assert.StartsWith("[2,", (await InvokeAsync("2")).Utf8("Payload"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_is_published_only_where_the_caller_knows_what_it_is()
    {
        await CreateAsync();
        var sha = (await Lambda.CallAsync("GetFunctionConfiguration", new { FunctionName = Name })).Succeeded().Text("CodeSha256");

        (await Lambda.CallAsync("PublishVersion", new { FunctionName = Name, CodeSha256 = "other" })).IsRefused(400, "InvalidParameterValueException",
            $"CodeSHA256 (other) is different from current CodeSHA256 in $LATEST ({sha}). Please try again with the CodeSHA256 in $LATEST.");
        (await Lambda.CallAsync("PublishVersion", new { FunctionName = Name, RevisionId = "other" })).IsRefused(412, "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
        Assert.Equal("1", (await Lambda.CallAsync("PublishVersion", new { FunctionName = Name, CodeSha256 = sha })).Succeeded().Text("Version"));
        (await Lambda.CallAsync("PublishVersion", new { FunctionName = "none" })).IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf("none")}");
    }

    [Fact]
    public async Task What_has_another_version_or_none_of_that_number_is_refused()
    {
        await CreateAsync();
        await PublishAsync();
        foreach (var operation in new[] { "GetFunction", "GetFunctionConfiguration", "Invoke" })
        {
            (await Lambda.CallAsync(operation, new { FunctionName = Name, Qualifier = "99" }))
                .IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf(Name)}:99");
        }

        foreach (var operation in new[] { "UpdateFunctionConfiguration", "PublishVersion" })
        {
            (await Lambda.CallAsync(operation, new { FunctionName = $"{Name}:1" })).IsRefused(400, "InvalidParameterValueException",
                "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.");
        }
    }

    [Fact]
    public async Task Deleting_one_version_leaves_the_others()
    {
        await CreateAsync();
        await PublishAsync();
        (await Lambda.CallAsync("CreateAlias", new { FunctionName = Name, Name = "live", FunctionVersion = "1" })).Succeeded();

        (await DeleteAsync("1")).IsRefused(409, "ResourceConflictException", "Unable to delete version because the following aliases reference it: [live]");
        (await DeleteAsync("live")).IsRefused(400, "InvalidParameterValueException", "Deletion of aliases is not currently supported.");
        (await DeleteAsync("$LATEST")).IsRefused(400, "InvalidParameterValueException", "$LATEST version cannot be deleted without deleting the function.");
        (await DeleteAsync("99")).Succeeded();
        (await Lambda.CallAsync("DeleteAlias", new { FunctionName = Name, Name = "live" })).Succeeded();
        (await DeleteAsync("1")).Succeeded();

        (await Lambda.CallAsync("Invoke", new { FunctionName = Name, Qualifier = "1" })).IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf(Name)}:1");
        Assert.StartsWith("[1,", (await Lambda.InvokeAsync(Name)).Payload, StringComparison.Ordinal);
    }

    private FunctionSource Code(int number) => Python(Coded.Replace("{0}", number.ToString(provider: null), StringComparison.Ordinal));

    private Task CreateAsync(object? environment = null) => Lambda.CreateAsync(Name, Code(1), environment);

    private Task<Answer> UpdateCodeAsync(int number) => Lambda.CallAsync("UpdateFunctionCode", new { FunctionName = Name, ZipFile = Code(number).Package });

    private async Task UpdatedAsync(string description)
    {
        (await Lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, Description = description })).Succeeded();
        await Lambda.SettledAsync(Name);
    }

    private async Task<Answer> PublishAsync(string? description = null) =>
        (await Lambda.CallAsync("PublishVersion", description is null ? new { FunctionName = Name } : new { FunctionName = Name, Description = description })).Succeeded();

    private async Task<Answer> InvokeAsync(string qualifier) => (await Lambda.CallAsync("Invoke", new { FunctionName = Name, Qualifier = qualifier })).Succeeded();

    private Task<Answer> DeleteAsync(string qualifier) => Lambda.CallAsync("DeleteFunction", new { FunctionName = Name, Qualifier = qualifier });
}
