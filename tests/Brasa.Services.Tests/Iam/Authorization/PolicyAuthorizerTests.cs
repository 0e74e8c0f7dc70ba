using Brasa.Core.Errors;
using Brasa.Core.Identity;
using Brasa.Services.Iam.Authorization;
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
        var authorizer = new PolicyAuthorizer(identities.Principals, new PolicyTexts(), _ => null, _ => null);
        var context = By(Principal(user)) with { SourceAddress = System.Net.IPAddress.Parse("10.1.2.3"), Conditions = new Dictionary<string, string> { ["iam:PolicyARN"] = "p" } };

        authorizer.Authorize("iam:AttachUserPolicy", "*", context);
        Assert.Throws<AwsException>(() => authorizer.Authorize("iam:AttachUserPolicy", "*", context with { SourceAddress = null }));
        Assert.Throws<AwsException>(() => authorizer.Authorize("iam:AttachUserPolicy", "*", context with { Conditions = By(Principal(user)).Conditions }));
    }

    public void Dispose() => identities.Dispose();

    private bool May(string action, string resource, Principal principal)
    {
        var authorizer = new PolicyAuthorizer(identities.Principals, new PolicyTexts(), _ => trustPolicy, _ => resourcePolicy);
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
