using System.Text;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Identity;

/// <summary>A server with <c>--auth on</c>: who gets in, as whom, and what they may do.</summary>
public sealed class AuthenticationTests(AuthenticatingServer server) : IClassFixture<AuthenticatingServer>
{
    private const string Account = "000000000000";
    private const string TrustLambda = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    /// <summary>Lists functions at its own endpoint, and shows its credentials.</summary>
    private const string Lister = """
        import os, urllib.request, urllib.error

        def handler(event, context):
            if event.get("show"): return [os.environ[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")]
            try: return urllib.request.urlopen(os.environ["AWS_ENDPOINT_URL"] + "/2015-03-31/functions").status
            except urllib.error.HTTPError as error: return error.code
        """;

    private readonly AwsClient iam = server.As(server.Root, "iam");
    private readonly AwsClient lambda = server.As(server.Root, "lambda");

    [Fact]
    public async Task Keys_that_are_right_wrong_and_disabled()
    {
        Assert.Equal($"arn:aws:iam::{Account}:root", (string?)(await server.As(server.Root, "sts").DoAsync("GetCallerIdentity", new { }))["Arn"]);
        Assert.Equal((403, "InvalidSignatureException"), await RefusalAsync(server.Root with { Secret = "wrong" }));
        Assert.Equal((403, "UnrecognizedClientException"), await RefusalAsync(new Keys("AKIAAAAAAAAAAAAAAAAA", "wrong")));
        Assert.Equal((403, "UnrecognizedClientException"), await RefusalAsync(new Keys(Account, "secret")));
        Assert.Equal("SignatureDoesNotMatch", (await server.As(server.Root with { Secret = "wrong" }, "iam").CallAsync("ListUsers", new { })).Code);

        var user = await UserAsync("keys", Allow("lambda:ListFunctions", "*"));
        await server.As(user, "lambda").DoAsync("ListFunctions", new { });
        Assert.Null((await server.JavaScript.CallAsync("lambda", user, "us-east-1", "ListFunctions", new { })).Code);
        Assert.Equal("InvalidSignatureException", (await server.JavaScript.CallAsync("lambda", user with { Secret = "wrong" }, "us-east-1", "ListFunctions", new { })).Code);
        await iam.DoAsync("UpdateAccessKey", new { UserName = "keys", AccessKeyId = user.Id, Status = "Inactive" });
        Assert.Equal((403, "UnrecognizedClientException"), await RefusalAsync(user));
        await iam.DoAsync("UpdateAccessKey", new { UserName = "keys", AccessKeyId = user.Id, Status = "Active" });
        await server.As(user, "lambda").DoAsync("ListFunctions", new { });
        await iam.DoAsync("DeleteAccessKey", new { UserName = "keys", AccessKeyId = user.Id });
        Assert.Equal((403, "UnrecognizedClientException"), await RefusalAsync(user));
    }

    [Fact]
    public async Task Temporary_credentials_are_good_until_they_end()
    {
        var good = server.TemporaryUntil(DateTimeOffset.UtcNow.AddMinutes(15));
        Assert.Equal($"arn:aws:iam::{Account}:root", (string?)(await server.As(good, "sts").DoAsync("GetCallerIdentity", new { }))["Arn"]);
        await server.As(good, "lambda").DoAsync("ListFunctions", new { });

        var ended = server.TemporaryUntil(DateTimeOffset.UtcNow.AddSeconds(-1));
        Assert.Equal((403, "ExpiredTokenException"), await RefusalAsync(ended));
        (await server.As(ended, "sts").CallAsync("GetCallerIdentity", new { })).IsRefused(403, "ExpiredToken", "The security token included in the request is expired");
        Assert.Equal("ExpiredTokenException", (await server.JavaScript.CallAsync("lambda", ended, "us-east-1", "ListFunctions", new { })).Code);
    }

    [Fact]
    public async Task A_request_without_a_signature_is_refused()
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var answer = await http.GetAsync(new Uri("/2015-03-31/functions", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((403, "MissingAuthenticationTokenException"), ((int)answer.StatusCode, answer.Headers.GetValues("x-amzn-ErrorType").Single()));
    }

    [Fact]
    public async Task A_user_may_do_what_its_policies_and_those_of_its_groups_allow()
    {
        var keys = await UserAsync("worker", Allow("lambda:GetAccountSettings", "*"));
        var user = server.As(keys, "lambda");
        await user.DoAsync("GetAccountSettings", new { });
        (await user.CallAsync("ListFunctions", new { })).IsRefused(403, "AccessDeniedException",
            $"User: arn:aws:iam::{Account}:user/worker is not authorized to perform: lambda:ListFunctions on resource: * because no identity-based policy allows the lambda:ListFunctions action");

        await iam.DoAsync("CreateGroup", new { GroupName = "listers" });
        await iam.DoAsync("PutGroupPolicy", new { GroupName = "listers", PolicyName = "list", PolicyDocument = Allow("lambda:List*", "*") });
        await iam.DoAsync("AddUserToGroup", new { GroupName = "listers", UserName = "worker" });
        await user.DoAsync("ListFunctions", new { });

        await iam.DoAsync("PutUserPolicy", new { UserName = "worker", PolicyName = "not", PolicyDocument = Allow("lambda:ListFunctions", "*").Replace("Allow", "Deny", StringComparison.Ordinal) });
        Assert.Contains("with an explicit deny in an identity-based policy", (await user.CallAsync("ListFunctions", new { })).Message, StringComparison.Ordinal);
        Assert.Equal("AccessDenied", (await server.As(keys, "iam").CallAsync("ListUsers", new { })).Code);
    }

    [Fact]
    public async Task A_function_gets_only_a_role_that_its_creator_may_give_and_Lambda_may_become()
    {
        await iam.DoAsync("CreateRole", new { RoleName = "passed", AssumeRolePolicyDocument = TrustLambda });
        await iam.DoAsync("CreateRole", new { RoleName = "others", AssumeRolePolicyDocument = TrustLambda.Replace("lambda", "sqs", StringComparison.Ordinal) });
        var keys = await UserAsync("creator", Allow("lambda:*", "*"));

        (await CreateAsync(lambda, "refused", "others")).IsRefused(400, "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.");
        (await CreateAsync(lambda, "refused", "missing")).IsRefused(400, "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.");
        Assert.Contains("is not authorized to perform: iam:PassRole on resource: arn:aws:iam::000000000000:role/passed",
            (await CreateAsync(server.As(keys, "lambda"), "refused", "passed")).Message, StringComparison.Ordinal);
        await iam.DoAsync("PutUserPolicy", new { UserName = "creator", PolicyName = "pass", PolicyDocument = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}}}""" });
        (await CreateAsync(server.As(keys, "lambda"), "given", "passed")).Succeeded();
        await lambda.DoAsync("DeleteFunction", new { FunctionName = "given" });
    }

    [Fact]
    public async Task A_function_may_do_what_its_role_allows_and_nothing_else()
    {
        await iam.DoAsync("CreateRole", new { RoleName = "lister", AssumeRolePolicyDocument = TrustLambda });
        (await CreateAsync(lambda, "lister", "lister")).Succeeded();
        await new Lambda(server.Boto3, server.Root, Account).SettledAsync("lister");
        Assert.Equal("403", await InvokeAsync("lister", "{}"));
        await iam.DoAsync("PutRolePolicy", new { RoleName = "lister", PolicyName = "list", PolicyDocument = Allow("lambda:ListFunctions", "*") });
        Assert.Equal("200", await InvokeAsync("lister", "{}"));

        // What it signs for others to use is its role's too.
        var shown = JsonNode.Parse(await InvokeAsync("lister", """{"show": true}"""))!.AsArray();
        var keys = new Keys((string)shown[0]!, (string)shown[1]!, (string)shown[2]!);
        Assert.Equal($"arn:aws:sts::{Account}:assumed-role/lister/lister", (string?)(await server.As(keys, "sts").DoAsync("GetCallerIdentity", new { }))["Arn"]);
        await server.As(keys, "lambda").DoAsync("ListFunctions", new { });
        Assert.Equal("AccessDeniedException", (await server.As(keys, "lambda").CallAsync("DeleteFunction", new { FunctionName = "lister" })).Code);
        Assert.Equal((403, "UnrecognizedClientException"), await RefusalAsync(keys with { Token = keys.Token![..^4] + "AAAA" }));
        Assert.Equal((403, "UnrecognizedClientException"), await RefusalAsync(keys with { Token = null }));
        await lambda.DoAsync("DeleteFunction", new { FunctionName = "lister" });
    }

    [Fact]
    public async Task Whoever_a_role_trusts_becomes_it_within_what_the_session_is_bounded_by()
    {
        var keys = await UserAsync("actor", Allow("lambda:GetAccountSettings", "*"));
        var trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:user/actor"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"agreed"}}}]}""";
        await iam.DoAsync("CreateRole", new { RoleName = "acted", AssumeRolePolicyDocument = trust });
        await iam.DoAsync("PutRolePolicy", new { RoleName = "acted", PolicyName = "list", PolicyDocument = Allow("lambda:*", "*") });
        var sts = server.As(keys, "sts");
        var role = $"arn:aws:iam::{Account}:role/acted";

        Assert.Equal("AccessDenied", (await sts.CallAsync("AssumeRole", new { RoleArn = role, RoleSessionName = "scene" })).Code);
        var whole = Session(await sts.DoAsync("AssumeRole", new { RoleArn = role, RoleSessionName = "scene", ExternalId = "agreed" }));
        await server.As(whole, "lambda").DoAsync("ListFunctions", new { });
        var part = Session(await sts.DoAsync("AssumeRole", new { RoleArn = role, RoleSessionName = "scene", ExternalId = "agreed", Policy = Allow("lambda:GetAccountSettings", "*") }));
        await server.As(part, "lambda").DoAsync("GetAccountSettings", new { });
        Assert.Contains("because no session policy allows", (await server.As(part, "lambda").CallAsync("ListFunctions", new { })).Message, StringComparison.Ordinal);

        await iam.DoAsync("DeleteRolePolicy", new { RoleName = "acted", PolicyName = "list" });
        Assert.Equal("AccessDeniedException", (await server.As(whole, "lambda").CallAsync("ListFunctions", new { })).Code);
    }

    [Fact]
    public async Task What_is_said_of_a_function_holds_however_it_is_named()
    {
        await iam.DoAsync("CreateRole", new { RoleName = "named", AssumeRolePolicyDocument = TrustLambda });
        (await CreateAsync(lambda, "named", "named")).Succeeded();
        await new Lambda(server.Boto3, server.Root, Account).SettledAsync("named");
        var own = $"arn:aws:lambda:us-east-1:{Account}:function:named";
        var keys = await UserAsync("denied", Allow("lambda:*", "*"));
        await iam.DoAsync("PutUserPolicy", new { UserName = "denied", PolicyName = "not", PolicyDocument = Allow("*", own).Replace("Allow", "Deny", StringComparison.Ordinal) });
        var user = server.As(keys, "lambda");

        foreach (var name in new[] { "named", "named:$LATEST", own, $"{own}:$LATEST", $"{Account}:named" })
        {
            Assert.Equal("AccessDeniedException", (await user.CallAsync("UpdateFunctionConfiguration", new { FunctionName = name, Timeout = 9 })).Code);
            Assert.Equal("AccessDeniedException", (await user.CallAsync("DeleteFunctionConcurrency", new { FunctionName = name })).Code);
        }

        Assert.Equal("AccessDeniedException", (await user.CallAsync("TagResource", new { Resource = own, Tags = new { a = "b" } })).Code);
        Assert.Equal("ResourceNotFoundException", (await user.CallAsync("TagResource", new { Resource = own.Replace("arn:aws:", "arn:aws-cn:", StringComparison.Ordinal), Tags = new { a = "b" } })).Code);
        await lambda.DoAsync("DeleteFunction", new { FunctionName = "named" });
    }

    [Fact]
    public async Task Temporary_credentials_do_not_renew_themselves()
    {
        var keys = await UserAsync("temporary", Allow("*", "*"));
        var session = Session(await server.As(keys, "sts").DoAsync("GetSessionToken", new { DurationSeconds = 900 }));

        await server.As(session, "lambda").DoAsync("ListFunctions", new { });
        Assert.Equal("AccessDenied", (await server.As(session, "sts").CallAsync("GetSessionToken", new { })).Code);
        Assert.Equal("AccessDenied", (await server.As(session, "iam").CallAsync("CreateAccessKey", new { })).Code);
    }

    [Fact]
    public async Task A_function_s_policy_lets_others_of_the_account_invoke_it()
    {
        await iam.DoAsync("CreateRole", new { RoleName = "shared", AssumeRolePolicyDocument = TrustLambda });
        (await CreateAsync(lambda, "shared", "shared")).Succeeded();
        await new Lambda(server.Boto3, server.Root, Account).SettledAsync("shared");
        var user = server.As(await UserAsync("guest", null), "lambda");

        Assert.Equal("AccessDeniedException", (await user.CallAsync("Invoke", new { FunctionName = "shared" })).Code);
        await lambda.DoAsync("AddPermission", new { FunctionName = "shared", StatementId = "guest", Action = "lambda:InvokeFunction", Principal = $"arn:aws:iam::{Account}:user/guest" });
        Assert.Null((await user.CallAsync("Invoke", new { FunctionName = "shared", Payload = Encoding.UTF8.GetBytes("""{"show": true}""") })).Code);
        Assert.Equal("AccessDeniedException", (await user.CallAsync("GetFunction", new { FunctionName = "shared" })).Code);
        await lambda.DoAsync("RemovePermission", new { FunctionName = "shared", StatementId = "guest" });
        Assert.Equal("AccessDeniedException", (await user.CallAsync("Invoke", new { FunctionName = "shared" })).Code);
        await lambda.DoAsync("DeleteFunction", new { FunctionName = "shared" });
    }

    private static string Allow(string action, string resource) => $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{{action}}}","Resource":"{{{resource}}}"}]}""";

    private static Keys Session(JsonObject assumed) =>
        new((string)assumed["Credentials"]!["AccessKeyId"]!, (string)assumed["Credentials"]!["SecretAccessKey"]!, (string)assumed["Credentials"]!["SessionToken"]!);

    private async Task<Keys> UserAsync(string name, string? policy)
    {
        await iam.DoAsync("CreateUser", new { UserName = name });
        if (policy is not null) await iam.DoAsync("PutUserPolicy", new { UserName = name, PolicyName = "own", PolicyDocument = policy });
        var key = (await iam.DoAsync("CreateAccessKey", new { UserName = name }))["AccessKey"]!;
        return new Keys((string)key["AccessKeyId"]!, (string)key["SecretAccessKey"]!);
    }

    private async Task<(int Status, string? Code)> RefusalAsync(Keys keys)
    {
        var answer = await server.As(keys, "lambda").CallAsync("ListFunctions", new { });
        return (answer.Status, answer.Code);
    }

    private Task<Answer> CreateAsync(AwsClient client, string name, string role)
    {
        var code = FunctionSource.Python(server.Python, Lister);
        return client.CallAsync("CreateFunction", new { FunctionName = name, code.Runtime, code.Handler, Role = $"arn:aws:iam::{Account}:role/{role}", Code = new { ZipFile = code.Package }, Timeout = 20 });
    }

    private async Task<string> InvokeAsync(string name, string payload) =>
        (await lambda.CallAsync("Invoke", new { FunctionName = name, Payload = Encoding.UTF8.GetBytes(payload) })).Succeeded().Utf8("Payload");
}
