using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class UpdateFunctionTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "updated";

    [Fact]
    public async Task The_next_invocation_runs_the_new_code()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return 1"));
        Assert.Equal("1", (await Lambda.InvokeAsync(Name)).Payload);

        (await UpdateCodeAsync("def handler(event, context): return 2")).Succeeded();
        Assert.Equal("2", (await Lambda.InvokeAsync(Name)).Payload);
    }

    [Fact]
    public async Task The_next_invocation_sees_the_new_environment_variables()
    {
        await Lambda.CreateAsync(Name, Python("import os\ndef handler(event, context): return os.environ.get('STAGE')"), new { STAGE = "one" });
        Assert.Equal("\"one\"", (await Lambda.InvokeAsync(Name)).Payload);

        (await Lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, Environment = new { Variables = new { STAGE = "two" } } })).Succeeded();
        Assert.Equal("\"two\"", (await Lambda.InvokeAsync(Name)).Payload);
        await Lambda.SettledAsync(Name);

        (await Lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, Environment = new { } })).Succeeded();
        Assert.Equal("null", (await Lambda.InvokeAsync(Name)).Payload);
    }

    [Fact]
    public async Task A_dry_run_of_new_code_changes_nothing()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return 1"));
        var before = await ConfigurationAsync();
        var package = Python("def handler(event, context): return 2").Package;

        var dryRun = (await Lambda.CallAsync("UpdateFunctionCode", new { FunctionName = Name, ZipFile = package, DryRun = true })).Succeeded();

        Assert.Equal(package.Length, (int)dryRun.Result["CodeSize"]!);
        Assert.Equal(before.Result.ToJsonString(), (await ConfigurationAsync()).Result.ToJsonString());
        Assert.Equal("1", (await Lambda.InvokeAsync(Name)).Payload);
    }

    [Theory]
    [InlineData("UpdateFunctionCode")]
    [InlineData("UpdateFunctionConfiguration")]
    public async Task An_update_of_a_revision_that_is_not_the_latest_is_refused(string operation)
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return 1"));
        var stale = (await ConfigurationAsync()).Text("RevisionId");
        (await Lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, Description = "newer" })).Succeeded();
        await Lambda.SettledAsync(Name);

        object request = operation == "UpdateFunctionCode"
            ? new { FunctionName = Name, RevisionId = stale, ZipFile = Python("def handler(event, context): return 2").Package }
            : new { FunctionName = Name, RevisionId = stale, Description = "lost" };
        (await Lambda.CallAsync(operation, request)).IsRefused(412, "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");

        Assert.Equal("newer", (await ConfigurationAsync()).Text("Description"));
    }

    [Fact]
    public async Task An_update_of_the_latest_revision_makes_another()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return 1"));
        var latest = (await ConfigurationAsync()).Text("RevisionId");

        var updated = (await Lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, RevisionId = latest, Timeout = 9 })).Succeeded();
        Assert.Equal("InProgress", updated.Text("LastUpdateStatus"));
        await Lambda.SettledAsync(Name);

        var after = await ConfigurationAsync();
        Assert.NotEqual(latest, after.Text("RevisionId"));
        Assert.Equal(9, (int)after.Result["Timeout"]!);
    }

    [Fact]
    public async Task A_setting_that_an_update_does_not_name_stays()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return 1"), new { KEPT = "yes" }, timeout: 8, memory: 192);
        (await Lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, Description = "new" })).Succeeded();

        var after = (await ConfigurationAsync()).Result;
        Assert.Equal((8, 192, "yes"), ((int)after["Timeout"]!, (int)after["MemorySize"]!, (string?)after["Environment"]!["Variables"]!["KEPT"]));
    }

    /// <remarks>AWS Lambda developer guide, "Lambda function states". The code takes seconds to compile, in which the function stays as it is.</remarks>
    [Fact]
    public async Task While_a_change_is_on_its_way_another_is_refused()
    {
        const string Doing = "The operation cannot be performed at this time. ";
        var slow = Python(string.Concat(Enumerable.Repeat("x = [a + b for a in range(2) for b in range(2)]\n", 60_000)) + "def handler(event, context): return 1");

        (await Lambda.CallAsync("CreateFunction", new { FunctionName = Name, slow.Runtime, slow.Handler, Lambda.Role, Code = new { ZipFile = slow.Package } })).Succeeded();
        foreach (var (operation, request) in new (string, object)[]
        {
            ("UpdateFunctionConfiguration", new { FunctionName = Name, Timeout = 9 }), ("UpdateFunctionCode", new { FunctionName = Name, ZipFile = slow.Package }), ("PublishVersion", new { FunctionName = Name }),
        })
        {
            (await Lambda.CallAsync(operation, request)).IsRefused(409, "ResourceConflictException", $"{Doing}The function is currently in the following state: Pending");
        }

        await Lambda.SettledAsync(Name);
        var slower = Python(string.Concat(Enumerable.Repeat("y = [a + b for a in range(2) for b in range(2)]\n", 60_000)) + "def handler(event, context): return 2");
        (await Lambda.CallAsync("UpdateFunctionCode", new { FunctionName = Name, ZipFile = slower.Package })).Succeeded();
        (await Lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, Timeout = 9 })).IsRefused(409, "ResourceConflictException",
            $"{Doing}An update is in progress for resource: {Lambda.ArnOf(Name)}");
        await Lambda.SettledAsync(Name);
    }

    private async Task<Answer> ConfigurationAsync() => (await Lambda.CallAsync("GetFunctionConfiguration", new { FunctionName = Name })).Succeeded();

    private Task<Answer> UpdateCodeAsync(string code) => Lambda.CallAsync("UpdateFunctionCode", new { FunctionName = Name, ZipFile = Python(code).Package });
}
