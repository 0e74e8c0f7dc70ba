using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class PermissionTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "shared";

    public static TheoryData<string, string> Statements => new()
    {
        {
            """{"Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com","SourceArn":"arn:aws:s3:::bucket","SourceAccount":"123456789012"}""",
            """{"Sid":"one","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"ARN","Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012"},"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::bucket"}}}"""
        },
        {
            """{"Action":"lambda:GetFunction","Principal":"210987654321"}""",
            """{"Sid":"one","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::210987654321:root"},"Action":"lambda:GetFunction","Resource":"ARN"}"""
        },
        {
            """{"Action":"lambda:*","Principal":"arn:aws:iam::210987654321:user/x"}""",
            """{"Sid":"one","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::210987654321:user/x"},"Action":"lambda:*","Resource":"ARN"}"""
        },
        {
            """{"Action":"lambda:InvokeFunctionUrl","Principal":"*","FunctionUrlAuthType":"NONE"}""",
            """{"Sid":"one","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunctionUrl","Resource":"ARN","Condition":{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}}"""
        },
        {
            """{"Action":"lambda:InvokeFunction","Principal":"*","PrincipalOrgID":"o-abcdefghij"}""",
            """{"Sid":"one","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"ARN","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-abcdefghij"}}}"""
        },
        {
            """{"Action":"lambda:InvokeFunction","Principal":"alexa-appkit.amazon.com","EventSourceToken":"token"}""",
            """{"Sid":"one","Effect":"Allow","Principal":{"Service":"alexa-appkit.amazon.com"},"Action":"lambda:InvokeFunction","Resource":"ARN","Condition":{"StringEquals":{"lambda:EventSourceToken":"token"}}}"""
        },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_permission_becomes_a_statement_as_IAM_writes_it(string request, string statement)
    {
        await CreateAsync();
        var parameters = JsonNode.Parse(request)!.AsObject();
        (parameters["FunctionName"], parameters["StatementId"]) = (Name, "one");
        statement = statement.Replace("ARN\"", $"{Lambda.ArnOf(Name)}\"", StringComparison.Ordinal);

        Assert.Equal(statement, (await Lambda.CallAsync("AddPermission", parameters)).Succeeded().Text("Statement"));
        Assert.Equal($$"""{"Version":"2012-10-17","Id":"default","Statement":[{{statement}}]}""", (await GetAsync()).Succeeded().Text("Policy"));
    }

    [Fact]
    public async Task Functions_versions_and_aliases_have_policies_of_their_own()
    {
        await CreateAsync();
        (await Lambda.CallAsync("PublishVersion", new { FunctionName = Name })).Succeeded();
        (await Lambda.CallAsync("CreateAlias", new { FunctionName = Name, Name = "live", FunctionVersion = "1" })).Succeeded();
        foreach (var qualifier in new[] { null, "1", "live" }) (await AddAsync("one", qualifier)).Succeeded();

        Assert.Equal(Lambda.ArnOf(Name), await ResourceAsync(null));
        Assert.Equal($"{Lambda.ArnOf(Name)}:1", await ResourceAsync("1"));
        Assert.Equal($"{Lambda.ArnOf(Name)}:live", await ResourceAsync("live"));

        (await RemoveAsync("one", "1")).Succeeded();
        (await GetAsync("1")).IsRefused(404, "ResourceNotFoundException", "The resource you requested does not exist.");
        (await Lambda.CallAsync("DeleteAlias", new { FunctionName = Name, Name = "live" })).Succeeded();
        (await Lambda.CallAsync("CreateAlias", new { FunctionName = Name, Name = "live", FunctionVersion = "1" })).Succeeded();
        (await GetAsync("live")).IsRefused(404, "ResourceNotFoundException", "The resource you requested does not exist.");
        Assert.Equal(Lambda.ArnOf(Name), await ResourceAsync(null));
    }

    [Fact]
    public async Task A_policy_is_changed_only_by_who_knows_its_revision()
    {
        await CreateAsync();
        (await AddAsync("one")).Succeeded();
        var first = (await GetAsync()).Succeeded().Text("RevisionId");
        (await Lambda.CallAsync("AddPermission", Permission("two", null, first))).Succeeded();

        var stale = await Lambda.CallAsync("AddPermission", Permission("three", null, first));
        Assert.Equal((412, "PreconditionFailedException"), (stale.Status, stale.Code));
        Assert.Equal(412, (await Lambda.CallAsync("RemovePermission", new { FunctionName = Name, StatementId = "one", RevisionId = first })).Status);
        var second = (await GetAsync()).Succeeded().Text("RevisionId");
        (await Lambda.CallAsync("RemovePermission", new { FunctionName = Name, StatementId = "one", RevisionId = second })).Succeeded();
    }

    [Fact]
    public async Task What_no_permission_can_be_is_refused_in_AWS_s_words()
    {
        await CreateAsync();
        (await GetAsync()).IsRefused(404, "ResourceNotFoundException", "The resource you requested does not exist.");
        (await RemoveAsync("none")).IsRefused(404, "ResourceNotFoundException", "No policy is associated with the given resource.");
        (await AddAsync("one")).Succeeded();
        (await RemoveAsync("none")).IsRefused(404, "ResourceNotFoundException", "Statement none is not found in resource policy.");
        (await AddAsync("one")).IsRefused(409, "ResourceConflictException",
            "The statement id (one) provided already exists. Please provide a new statement id, or remove the existing statement.");
        (await AddAsync("two", "$LATEST")).IsRefused(400, "InvalidParameterValueException", "We currently do not support adding policies for $LATEST.");
        (await AddAsync("two", "none")).IsRefused(404, "ResourceNotFoundException", $"Cannot find alias arn: {Lambda.ArnOf(Name)}:none");
        (await AddAsync("two", "9")).IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf(Name)}:9");
        (await Lambda.CallAsync("AddPermission", new { FunctionName = Name, StatementId = "two", Action = "lambda:InvokeFunction", Principal = "nobody" }))
            .IsRefused(400, "InvalidParameterValueException", "The provided principal was invalid. Please check the principal and try again.");

        var added = 1;
        Answer answer;
        while ((answer = await AddAsync($"{new string('s', 90)}{added}")).Status == 201) added++;
        Assert.Equal((400, "PolicyLengthExceededException"), (answer.Status, answer.Code));
        Assert.Matches(@"^The final policy size \(\d+\) is bigger than the limit \(20480\)\.$", answer.Message);
        Assert.InRange((await GetAsync()).Succeeded().Text("Policy").Length, 20_000, 20_480);
    }

    private Task CreateAsync() => Lambda.CreateAsync(Name, Python("def handler(event, context): pass"));

    private static Dictionary<string, object> Permission(string sid, string? qualifier, string? revision = null)
    {
        var request = new Dictionary<string, object> { ["FunctionName"] = Name, ["StatementId"] = sid, ["Action"] = "lambda:InvokeFunction", ["Principal"] = "events.amazonaws.com" };
        if (qualifier is not null) request["Qualifier"] = qualifier;
        if (revision is not null) request["RevisionId"] = revision;
        return request;
    }

    private Task<Answer> AddAsync(string sid, string? qualifier = null) => Lambda.CallAsync("AddPermission", Permission(sid, qualifier));

    private Task<Answer> GetAsync(string? qualifier = null) =>
        Lambda.CallAsync("GetPolicy", qualifier is null ? new { FunctionName = Name } : new { FunctionName = Name, Qualifier = qualifier });

    private Task<Answer> RemoveAsync(string sid, string? qualifier = null) =>
        Lambda.CallAsync("RemovePermission", qualifier is null ? new { FunctionName = Name, StatementId = sid } : new { FunctionName = Name, StatementId = sid, Qualifier = qualifier });

    private async Task<string> ResourceAsync(string? qualifier) =>
        (string)JsonNode.Parse((await GetAsync(qualifier)).Succeeded().Text("Policy"))!["Statement"]![0]!["Resource"]!;
}
