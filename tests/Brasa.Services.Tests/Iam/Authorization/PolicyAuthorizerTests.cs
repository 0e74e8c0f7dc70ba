using Brasa.Core.Errors;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Authorization;
using Brasa.Services.Iam.Identities;
using Brasa.Services.Tests.Iam.Support;
using static Brasa.Services.Tests.Iam.Support.StoredIdentities;

namespace Brasa.Services.Tests.Iam.Authorization;

public sealed class PolicyAuthorizerTests : IDisposable
{
    private const string Invoke = "lambda:InvokeFunction";
    private const string Own = $"arn:aws:lambda:us-east-1:{Account}:function:f";
    private const string Foreign = "arn:aws:lambda:us-east-1:444455556666:function:f";

    private readonly StoredIdentities identities = new();
    private string? resourcePolicy;
    private string? trustPolicy;
    private IReadOnlyDictionary<string, string>? resourceTags;

    [Fact]
    public async Task A_user_may_what_its_policies_allow_as_soon_as_they_do()
    {
        var user = User("ana");
        await identities.AddAsync(user);
        Assert.False(May(Invoke, Own, Principal(user)));

        await identities.Store.UpdateAsync(Account, account => account with { Users = account.Users.SetItem("ana", User("ana", (Invoke, "*"))) }, TestContext.Current.CancellationToken);
        Assert.True(May(Invoke, Own, Principal(user)));
        Assert.False(May("lambda:GetFunction", Own, Principal(user)));
    }

    [Fact]
    public async Task Another_account_s_resource_takes_its_policy_too()
    {
        var user = User("ana", (Invoke, "*"));
        await identities.AddAsync(user);
        Assert.False(May(Invoke, Foreign, Principal(user)));
        Assert.False(May(Invoke, Foreign, new AccountPrincipal(Account)));

        resourcePolicy = $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{Account}}}:root"},"Action":"{{{Invoke}}}","Resource":"{{{Foreign}}}"}]}""";
        Assert.True(May(Invoke, Foreign, Principal(user)));
        Assert.True(May(Invoke, Foreign, new AccountPrincipal(Account)));
        Assert.False(May(Invoke, Foreign, Principal(User("bob"))));
    }

    [Fact]
    public async Task Who_comes_after_a_user_of_the_same_name_is_another()
    {
        await identities.AddAsync(User("ana", (Invoke, "*")));

        Assert.False(May(Invoke, Own, Principal(User("ana")) with { Id = "AIDAformer" }));
        Assert.True(May(Invoke, Own, Principal(User("ana"))));
    }

    [Fact]
    public async Task A_function_is_its_role_s()
    {
        var function = new FunctionPrincipal(Account, Role("worker").Arn, Own);
        Assert.False(May(Invoke, Own, function));

        await identities.AddAsync(Role("worker") with { Inline = User("x", (Invoke, Own)).Inline });
        Assert.True(May(Invoke, Own, function));
        Assert.False(May("lambda:GetFunction", Own, function));
    }

    [Fact]
    public async Task A_role_of_another_path_is_another_role()
    {
        await identities.AddAsync(Role("worker") with { Path = "/team/", Inline = User("x", (Invoke, "*")).Inline });

        Assert.False(May(Invoke, Own, new FunctionPrincipal(Account, Role("worker").Arn, Own)));
    }

    [Fact]
    public void The_account_s_root_user_may_everything_in_it()
    {
        Assert.True(May("iam:DeleteUser", "*", new AccountPrincipal(Account)));
        Assert.True(May("iam:GetPolicy", "arn:aws:iam::aws:policy/AdministratorAccess", new AccountPrincipal(Account)));
    }

    [Fact]
    public async Task A_trust_policy_is_about_becoming_the_role_and_nothing_else()
    {
        var user = User("ana");
        await identities.AddAsync(user);
        trustPolicy = $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{{user.Arn}}}"},"Action":"sts:AssumeRole"}]}""";

        Assert.True(May("sts:AssumeRole", Role("worker").Arn, Principal(user)));
        Assert.True(May("iam:GetRole", Role("worker").Arn, new AccountPrincipal(Account)));
        Assert.False(May("iam:GetRole", Role("worker").Arn, Principal(user)));
        Assert.False(May("sts:AssumeRole", Role("worker").Arn, Principal(User("bob"))));
    }

    [Fact]
    public async Task A_session_is_bounded_by_its_policies()
    {
        await identities.AddAsync(Role("worker") with { Inline = User("x", ("lambda:*", "*")).Inline });
        SessionPrincipal Session(params string[] policies) => new(Account, Role("worker").Arn, "night", "AROAworker", policies);

        Assert.True(May(Invoke, Own, Session()));
        Assert.True(May(Invoke, Own, Session(Allow(Invoke, Own))));
        Assert.False(May("lambda:GetFunction", Own, Session(Allow(Invoke, Own))));
        Assert.False(May(Invoke, Own, Session() with { RoleId = "AROAformer" }));
    }

    [Fact]
    public void Of_a_resource_s_policy_what_cannot_be_read_allows_nothing_and_the_rest_stays()
    {
        resourcePolicy = "{}";
        Assert.False(May(Invoke, Foreign, new AccountPrincipal(Account)));

        var good = $$$"""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{Account}}}:root"},"Action":"{{{Invoke}}}","Resource":"{{{Foreign}}}"}""";
        resourcePolicy = $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:role/*"},"Action":"{{{Invoke}}}","Resource":"*"},{{{good}}}]}""";
        Assert.True(May(Invoke, Foreign, new AccountPrincipal(Account)));
    }

    [Fact]
    public async Task Who_is_deleted_has_nothing_left_not_even_by_the_resource_s_policy()
    {
        await identities.AddAsync(User("ana"));
        resourcePolicy = $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["{{{User("ana").Arn}}}","{{{Role("worker").Arn}}}"]},"Action":"{{{Invoke}}}","Resource":"*"}]}""";
        var session = new SessionPrincipal(Account, Role("worker").Arn, "night", "AROAworker", []);
        Assert.True(May(Invoke, Own, Principal(User("ana"))));
        Assert.False(May(Invoke, Own, session));

        await identities.AddAsync(Role("worker"));
        Assert.True(May(Invoke, Own, session));
        await identities.Store.UpdateAsync(Account, account => account with { Users = account.Users.Clear(), Roles = account.Roles.Clear() }, TestContext.Current.CancellationToken);
        Assert.False(May(Invoke, Own, Principal(User("ana"))));
        Assert.False(May(Invoke, Own, session));
    }

    [Fact]
    public async Task Temporary_credentials_of_a_user_are_none_for_IAM()
    {
        var user = User("ana", ("*", "*"));
        await identities.AddAsync(user);

        Assert.True(May("iam:ListUsers", "*", Principal(user)));
        Assert.False(May("iam:ListUsers", "*", Principal(user) with { Since = DateTimeOffset.UnixEpoch }));
        Assert.True(May("lambda:ListFunctions", "*", Principal(user) with { Since = DateTimeOffset.UnixEpoch }));
        Assert.False(May("sts:AssumeRole", Role("worker").Arn, new AccountPrincipal(Account)));
    }

    [Fact]
    public async Task Conditions_are_told_where_a_request_comes_from_and_what_else_its_operation_knows()
    {
        var user = User("ana") with { Inline = User("x").Inline.Add("own", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},"StringEquals":{"iam:PolicyARN":"p"}}}]}""") };
        await identities.AddAsync(user);
        var authorizer = new PolicyAuthorizer(identities.Principals, new PolicyTexts(), _ => null, _ => default);
        var context = By(Principal(user)) with { SourceAddress = System.Net.IPAddress.Parse("10.1.2.3"), Conditions = new Dictionary<string, string[]> { ["iam:PolicyARN"] = ["p"] } };

        authorizer.Authorize("iam:AttachUserPolicy", "*", context);
        Assert.Throws<AwsException>(() => authorizer.Authorize("iam:AttachUserPolicy", "*", context with { SourceAddress = null }));
        Assert.Throws<AwsException>(() => authorizer.Authorize("iam:AttachUserPolicy", "*", context with { Conditions = By(Principal(user)).Conditions }));
    }

    [Fact]
    public async Task Conditions_are_told_the_tags_of_what_is_asked_for()
    {
        var user = await AddAsync("StringEquals", ("aws:ResourceTag/team", "${aws:PrincipalTag/team}"));
        Assert.False(May(Invoke, Own, Principal(user)));

        resourceTags = new Dictionary<string, string> { ["Team"] = "red" };
        Assert.False(May(Invoke, Own, Principal(user)));

        resourceTags = new Dictionary<string, string> { ["Team"] = "blue" };
        Assert.True(May(Invoke, Own, Principal(user)));
    }

    [Fact]
    public async Task Tags_of_identities_are_IAM_s_too()
    {
        resourceTags = new Dictionary<string, string> { ["team"] = "blue" };
        var user = await AddAsync("StringEquals", ("iam:ResourceTag/team", "blue"), ("aws:ResourceTag/team", "blue"));

        Assert.True(May("iam:GetRole", Role("worker").Arn, Principal(user)));
        Assert.False(May(Invoke, Own, Principal(user)));
    }

    [Fact]
    public async Task Conditions_are_told_by_what_program_and_page_and_whose_the_resource_is()
    {
        var user = await AddAsync("StringLike", ("aws:UserAgent", "aws-cli/*"), ("aws:Referer", "https://console/*"), ("aws:ResourceAccount", Account));
        var context = By(Principal(user)) with { UserAgent = "aws-cli/2.1", Referer = "https://console/x" };

        Assert.True(May(Invoke, Own, context));
        Assert.False(May(Invoke, Own, context with { UserAgent = null }));
        Assert.False(May(Invoke, Own, context with { Referer = "https://elsewhere/" }));
        Assert.False(May(Invoke, "*", context));
    }

    [Fact]
    public async Task Nobody_is_a_service_or_asks_by_way_of_one()
    {
        var user = await AddAsync("Bool", ("aws:PrincipalIsAWSService", "false"), ("aws:ViaAWSService", "false"));

        Assert.True(May(Invoke, Own, Principal(user)));
    }

    [Fact]
    public async Task A_second_factor_is_missing_from_temporary_credentials_and_unknown_of_others()
    {
        var user = await AddAsync("Bool", ("aws:MultiFactorAuthPresent", "false"));
        Assert.False(May(Invoke, Own, Principal(user)));
        Assert.True(May(Invoke, Own, Principal(user) with { Since = DateTimeOffset.UnixEpoch }));
    }

    [Fact]
    public async Task A_function_s_own_requests_tell_its_name()
    {
        var policy = (await AddAsync("ArnEquals", ("lambda:SourceFunctionArn", Own))).Inline;
        await identities.AddAsync(Role("worker") with { Inline = policy });

        Assert.True(May(Invoke, Own, new FunctionPrincipal(Account, Role("worker").Arn, Own)));
        Assert.False(May(Invoke, Own, new FunctionPrincipal(Account, Role("worker").Arn, $"{Own}2")));
        Assert.False(May(Invoke, Own, new SessionPrincipal(Account, Role("worker").Arn, "f", "AROAworker", [])));
    }

    public void Dispose() => identities.Dispose();

    /// <summary>A user of team blue who may do everything while all of that is so.</summary>
    private async Task<IamUser> AddAsync(string test, params (string Key, string Value)[] conditions)
    {
        var wanted = string.Join(',', conditions.Select(condition => $"\"{condition.Key}\":\"{condition.Value}\""));
        var policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"TEST":{WANTED}}}]}"""
            .Replace("TEST", test, StringComparison.Ordinal).Replace("WANTED", wanted, StringComparison.Ordinal);
        var user = User("ana");
        user = user with { Inline = user.Inline.Add("own", policy), Tags = user.Tags.Add("team", "blue") };
        await identities.AddAsync(user);
        return user;
    }

    private bool May(string action, string resource, RequestContext context)
    {
        try
        {
            new PolicyAuthorizer(identities.Principals, new PolicyTexts(), _ => null, _ => new KnownResource(null, resourceTags)).Authorize(action, resource, context);
            return true;
        }
        catch (AwsException)
        {
            return false;
        }
    }

    private bool May(string action, string resource, Principal principal)
    {
        var authorizer = new PolicyAuthorizer(identities.Principals, new PolicyTexts(), _ => trustPolicy, _ => new KnownResource(resourcePolicy, resourceTags));
        try
        {
            authorizer.Authorize(action, resource, By(principal));
            return true;
        }
        catch (AwsException denied)
        {
            Assert.Equal(("AccessDeniedException", 403), (denied.Code, denied.Status));
            return false;
        }
    }
}
