using System.Text.RegularExpressions;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed partial class CodeSigningTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "signed";
    private const string OnlyFunctions = "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.";

    private static readonly string[] Profiles = ["arn:aws:signer:us-east-1:123456789012:/signing-profiles/mine/0123456789"];
    private static readonly string[] Two = [.. Profiles, "arn:aws:signer:us-east-1:123456789012:/signing-profiles/yours/0123456789"];

    /// <summary>Of no configuration.</summary>
    private string Unknown => $"arn:aws:lambda:{Lambda.Region}:{Lambda.Account}:code-signing-config:csc-0123456789abcdefg";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var config in (await CallAsync("ListCodeSigningConfigs", new { })).Succeeded().Result["CodeSigningConfigs"]!.AsArray())
            (await CallAsync("DeleteCodeSigningConfig", new { CodeSigningConfigArn = (string)config!["CodeSigningConfigArn"]! })).Succeeded();
    }

    [Fact]
    public async Task A_configuration_is_created_with_what_is_asked_for_and_else_only_warns()
    {
        var created = (await CallAsync("CreateCodeSigningConfig", new { AllowedPublishers = new { SigningProfileVersionArns = Profiles } })).Succeeded();
        var config = created.Result["CodeSigningConfig"]!.AsObject();
        var id = (string)config["CodeSigningConfigId"]!;
        Assert.Matches(Id, id);
        Assert.Matches(Time, (string)config["LastModified"]!);
        Assert.Equal((201, $"arn:aws:lambda:{Lambda.Region}:{Lambda.Account}:code-signing-config:{id}"), (created.Status, (string?)config["CodeSigningConfigArn"]));
        Assert.Equal("""{"UntrustedArtifactOnDeployment":"Warn"}""", config["CodeSigningPolicies"]!.ToJsonString());
        Assert.Equal($$"""{"SigningProfileVersionArns":["{{Profiles[0]}}"]}""", config["AllowedPublishers"]!.ToJsonString());
        Assert.False(config.ContainsKey("Description"));

        var got = (await CallAsync("GetCodeSigningConfig", new { CodeSigningConfigArn = (string)config["CodeSigningConfigArn"]! })).Succeeded();
        Assert.Equal(created.Result.ToJsonString(), got.Result.ToJsonString());
    }

    [Fact]
    public async Task An_update_changes_what_it_names_and_nothing_else()
    {
        var arn = await CreateConfigAsync("Warn");
        var updated = (await CallAsync("UpdateCodeSigningConfig", new
        {
            CodeSigningConfigArn = arn, Description = "mine", CodeSigningPolicies = new { UntrustedArtifactOnDeployment = "Enforce" },
        })).Succeeded().Result["CodeSigningConfig"]!;
        Assert.Equal(("mine", "Enforce"), ((string?)updated["Description"], (string?)updated["CodeSigningPolicies"]!["UntrustedArtifactOnDeployment"]));

        var again = (await CallAsync("UpdateCodeSigningConfig", new { CodeSigningConfigArn = arn, AllowedPublishers = new { SigningProfileVersionArns = Two } }))
            .Succeeded().Result["CodeSigningConfig"]!;
        Assert.Equal(("mine", "Enforce"), ((string?)again["Description"], (string?)again["CodeSigningPolicies"]!["UntrustedArtifactOnDeployment"]));
        Assert.Equal(Two, again["AllowedPublishers"]!["SigningProfileVersionArns"]!.AsArray().Select(profile => (string)profile!));
    }

    [Fact]
    public async Task Configurations_are_listed_by_id_page_after_page()
    {
        string[] arns = [await CreateConfigAsync("Warn"), await CreateConfigAsync("Warn"), await CreateConfigAsync("Enforce")];
        Array.Sort(arns, StringComparer.Ordinal);

        var first = (await CallAsync("ListCodeSigningConfigs", new { MaxItems = 2 })).Succeeded();
        var rest = (await CallAsync("ListCodeSigningConfigs", new { Marker = first.Text("NextMarker") })).Succeeded();
        Assert.Equal(arns[..2], ArnsOf(first));
        Assert.Equal(arns[2..], ArnsOf(rest));
        Assert.False(rest.Result.ContainsKey("NextMarker"));
    }

    [Fact]
    public async Task A_function_uses_one_configuration_until_it_is_taken_from_it()
    {
        var arn = await CreateConfigAsync("Warn");
        await CreateAsync();
        Assert.Equal("{}", (await FunctionConfigAsync()).Succeeded().Result.ToJsonString());

        var put = (await PutAsync(arn)).Succeeded();
        Assert.Equal((200, arn, Name), (put.Status, put.Text("CodeSigningConfigArn"), put.Text("FunctionName")));
        Assert.Equal(put.Result.ToJsonString(), (await FunctionConfigAsync()).Succeeded().Result.ToJsonString());

        for (var i = 0; i < 2; i++)
            Assert.Equal(204, (await CallAsync("DeleteFunctionCodeSigningConfig", new { FunctionName = Name })).Succeeded().Status);
        Assert.Equal("{}", (await FunctionConfigAsync()).Succeeded().Result.ToJsonString());
        Assert.Equal(204, (await CallAsync("DeleteCodeSigningConfig", new { CodeSigningConfigArn = arn })).Succeeded().Status);
    }

    [Fact]
    public async Task A_configuration_stays_while_a_function_uses_it()
    {
        var arn = await CreateConfigAsync("Warn");
        foreach (var name in new[] { "b", "a" }) (await CreateFunctionAsync(name, arn)).Succeeded();
        await Lambda.CreateAsync("none", Code("1"));

        var first = (await CallAsync("ListFunctionsByCodeSigningConfig", new { CodeSigningConfigArn = arn, MaxItems = 1 })).Succeeded();
        var rest = (await CallAsync("ListFunctionsByCodeSigningConfig", new { CodeSigningConfigArn = arn, Marker = first.Text("NextMarker") })).Succeeded();
        Assert.Equal($$"""["{{Lambda.ArnOf("a")}}"]""", first.Result["FunctionArns"]!.ToJsonString());
        Assert.Equal($$"""["{{Lambda.ArnOf("b")}}"]""", rest.Result["FunctionArns"]!.ToJsonString());

        (await CallAsync("DeleteCodeSigningConfig", new { CodeSigningConfigArn = arn }))
            .IsRefused(409, "ResourceConflictException", $"The code signing configuration {arn} cannot be deleted because functions are using it.");
        (await Lambda.DeleteAsync("a")).Succeeded();
        (await CallAsync("DeleteFunctionCodeSigningConfig", new { FunctionName = "b" })).Succeeded();
        Assert.Equal("[]", (await CallAsync("ListFunctionsByCodeSigningConfig", new { CodeSigningConfigArn = arn })).Succeeded().Result["FunctionArns"]!.ToJsonString());
        (await CallAsync("DeleteCodeSigningConfig", new { CodeSigningConfigArn = arn })).Succeeded();
    }

    [Fact]
    public async Task Where_unsigned_code_is_only_warned_of_it_is_deployed()
    {
        var arn = await CreateConfigAsync("Warn");
        (await CreateFunctionAsync(Name, arn)).Succeeded();
        await Lambda.SettledAsync(Name);
        Assert.Equal(arn, (await FunctionConfigAsync()).Succeeded().Text("CodeSigningConfigArn"));

        (await UpdateCodeAsync()).Succeeded();
        await Lambda.SettledAsync(Name);
        Assert.Equal("2", (await Lambda.InvokeAsync(Name)).Succeeded().Payload);
    }

    [Fact]
    public async Task Where_signatures_are_enforced_no_code_is_deployed_and_what_is_runs_on()
    {
        var arn = await CreateConfigAsync("Enforce");
        (await CreateFunctionAsync("never", arn)).IsRefused(400, "CodeVerificationFailedException", Untrusted("never"));
        Assert.Empty(await Lambda.ListAsync());

        await CreateAsync();
        (await PutAsync(arn)).Succeeded();
        (await UpdateCodeAsync()).IsRefused(400, "CodeVerificationFailedException", Untrusted(Name));
        (await UpdateCodeAsync(dryRun: true)).IsRefused(400, "CodeVerificationFailedException", Untrusted(Name));
        (await CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, Description = "no code" })).Succeeded();
        await Lambda.SettledAsync(Name);
        Assert.Equal("1", (await Lambda.InvokeAsync(Name)).Succeeded().Payload);

        (await CallAsync("UpdateCodeSigningConfig", new { CodeSigningConfigArn = arn, CodeSigningPolicies = new { UntrustedArtifactOnDeployment = "Warn" } })).Succeeded();
        (await UpdateCodeAsync()).Succeeded();
    }

    [Fact]
    public async Task Tags_of_a_configuration_are_set_with_it_added_and_removed()
    {
        var created = (await CallAsync("CreateCodeSigningConfig", new { AllowedPublishers = new { SigningProfileVersionArns = Profiles }, Tags = new { a = "1", b = "2" } })).Succeeded();
        var arn = (string)created.Result["CodeSigningConfig"]!["CodeSigningConfigArn"]!;

        (await CallAsync("TagResource", new { Resource = arn, Tags = new { b = "3", c = "" } })).Succeeded();
        (await CallAsync("UntagResource", new { Resource = arn, TagKeys = new[] { "a", "none" } })).Succeeded();
        Assert.Equal("""{"b":"3","c":""}""", (await CallAsync("ListTags", new { Resource = arn })).Succeeded().Result["Tags"]!.ToJsonString());
        Assert.Equal(created.Result.ToJsonString(), (await CallAsync("GetCodeSigningConfig", new { CodeSigningConfigArn = arn })).Succeeded().Result.ToJsonString());

        var refused = await CallAsync("CreateCodeSigningConfig", new { AllowedPublishers = new { SigningProfileVersionArns = Profiles }, Tags = new Dictionary<string, string> { ["aws:mine"] = "" } });
        Assert.Equal((400, "InvalidParameterValueException"), (refused.Status, refused.Code));
        (await CallAsync("ListTags", new { Resource = Unknown })).IsRefused(404, "ResourceNotFoundException", NotFound(Unknown));
        (await CallAsync("TagResource", new { Resource = Unknown, Tags = new { a = "1" } })).IsRefused(404, "ResourceNotFoundException", NotFound(Unknown));
        (await CallAsync("UntagResource", new { Resource = Unknown, TagKeys = new[] { "a" } })).IsRefused(404, "ResourceNotFoundException", NotFound(Unknown));
    }

    [Fact]
    public async Task Configurations_and_functions_that_are_not_there_are_refused_in_AWS_s_words()
    {
        await CreateAsync();
        foreach (var operation in new[] { "GetCodeSigningConfig", "UpdateCodeSigningConfig", "DeleteCodeSigningConfig", "ListFunctionsByCodeSigningConfig" })
            (await CallAsync(operation, new { CodeSigningConfigArn = Unknown })).IsRefused(404, "ResourceNotFoundException", NotFound(Unknown));

        var missing = $"The code signing configuration cannot be found. Check that the provided configuration is not deleted: {Unknown}.";
        (await PutAsync(Unknown)).IsRefused(404, "CodeSigningConfigNotFoundException", missing);
        (await PutAsync(Unknown, "none")).IsRefused(404, "CodeSigningConfigNotFoundException", missing);
        (await CreateFunctionAsync("never", Unknown)).IsRefused(404, "CodeSigningConfigNotFoundException", missing);

        var arn = await CreateConfigAsync("Warn");
        (await PutAsync(arn, "none")).IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf("none")}");
        (await PutAsync(arn, $"{Name}:1")).IsRefused(400, "InvalidParameterValueException", OnlyFunctions);
        foreach (var operation in new[] { "GetFunctionCodeSigningConfig", "DeleteFunctionCodeSigningConfig" })
        {
            (await CallAsync(operation, new { FunctionName = "none" })).IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf("none")}");
            (await CallAsync(operation, new { FunctionName = $"{Name}:1" })).IsRefused(400, "InvalidParameterValueException", OnlyFunctions);
        }

        var marker = await CallAsync("ListCodeSigningConfigs", new { Marker = "made up" });
        Assert.Equal((400, "InvalidParameterValueException"), (marker.Status, marker.Code));
    }

    [Fact]
    public async Task A_configuration_of_another_account_or_region_is_not_there()
    {
        var arn = await CreateConfigAsync("Warn");
        var elsewhere = Lambda.In("eu-west-1");
        var other = new Lambda(Server.Boto3, "999999999999");

        (await elsewhere.CallAsync("GetCodeSigningConfig", new { CodeSigningConfigArn = arn })).IsRefused(404, "ResourceNotFoundException", NotFound(arn));
        (await elsewhere.CallAsync("DeleteCodeSigningConfig", new { CodeSigningConfigArn = arn })).IsRefused(404, "ResourceNotFoundException", NotFound(arn));
        Assert.Equal("AccessDeniedException", (await other.CallAsync("GetCodeSigningConfig", new { CodeSigningConfigArn = arn })).Code);
        foreach (var stranger in new[] { elsewhere, other })
        {
            (await stranger.CallAsync("PutFunctionCodeSigningConfig", new { FunctionName = Name, CodeSigningConfigArn = arn })).IsRefused(404, "CodeSigningConfigNotFoundException",
                $"The code signing configuration cannot be found. Check that the provided configuration is not deleted: {arn}.");
            Assert.Empty(ArnsOf((await stranger.CallAsync("ListCodeSigningConfigs", new { })).Succeeded()));
        }
    }

    [GeneratedRegex("^csc-[a-z0-9]{17}$")]
    private static partial Regex Id { get; }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$")]
    private static partial Regex Time { get; }

    private static string NotFound(string arn) => $"The Lambda code signing configuration {arn} can not be found.";

    private static string Untrusted(string name) =>
        $"Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept. Check the provided signature for {name}.";

    private static string[] ArnsOf(Answer answer) => [.. answer.Result["CodeSigningConfigs"]!.AsArray().Select(config => (string)config!["CodeSigningConfigArn"]!)];

    private Task<Answer> CallAsync(string operation, object parameters) => Lambda.CallAsync(operation, parameters);

    private FunctionSource Code(string result) => Python($"def handler(event, context): return {result}");

    private Task CreateAsync() => Lambda.CreateAsync(Name, Code("1"));

    private async Task<string> CreateConfigAsync(string policy)
    {
        var created = await CallAsync("CreateCodeSigningConfig", new
        {
            AllowedPublishers = new { SigningProfileVersionArns = Profiles }, CodeSigningPolicies = new { UntrustedArtifactOnDeployment = policy },
        });
        return (string)created.Succeeded().Result["CodeSigningConfig"]!["CodeSigningConfigArn"]!;
    }

    private Task<Answer> CreateFunctionAsync(string name, string config)
    {
        var source = Code("1");
        return CallAsync("CreateFunction", new
        {
            FunctionName = name, source.Runtime, source.Handler, Lambda.Role, Code = new { ZipFile = source.Package }, CodeSigningConfigArn = config,
        });
    }

    private Task<Answer> UpdateCodeAsync(bool dryRun = false) => CallAsync("UpdateFunctionCode", new { FunctionName = Name, ZipFile = Code("2").Package, DryRun = dryRun });

    private Task<Answer> PutAsync(string config, string name = Name) => CallAsync("PutFunctionCodeSigningConfig", new { FunctionName = name, CodeSigningConfigArn = config });

    private Task<Answer> FunctionConfigAsync() => CallAsync("GetFunctionCodeSigningConfig", new { FunctionName = Name });
}
