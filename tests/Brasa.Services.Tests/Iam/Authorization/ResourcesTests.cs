using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Authorization;
using Brasa.Services.Tests.Iam.Support;
using Brasa.Wire.Operations;
using static Brasa.Services.Tests.Iam.Support.StoredIdentities;

namespace Brasa.Services.Tests.Iam.Authorization;

/// <summary>What policies are asked about, for every kind of operation.</summary>
public sealed class ResourcesTests : IDisposable
{
    private readonly StoredIdentities identities = new();

    public static TheoryData<string, OperationDescriptor, object> Requests => new()
    {
        { "role/team/Boss", IamOperations.PutRolePolicy, new PutRolePolicyRequest { RoleName = "boss", PolicyName = "p", PolicyDocument = "" } },
        { "role/team/Boss", IamOperations.AttachRolePolicy, new AttachRolePolicyRequest { RoleName = "Boss", PolicyArn = "p" } },
        { "role/team/Boss", IamOperations.DeleteRole, new DeleteRoleRequest { RoleName = "BOSS" } },
        { "role/none", IamOperations.GetRole, new GetRoleRequest { RoleName = "none" } },
        { "role/new/r", IamOperations.CreateRole, new CreateRoleRequest { RoleName = "r", Path = "/new/", AssumeRolePolicyDocument = "" } },
        { "user/staff/ana", IamOperations.CreateAccessKey, new CreateAccessKeyRequest { UserName = "Ana" } },
        { "user/staff/ana", IamOperations.CreateAccessKey, new CreateAccessKeyRequest() },
        { "user/staff/ana", IamOperations.ListAccessKeys, new ListAccessKeysRequest() },
        { "user/staff/ana", IamOperations.GetUser, new GetUserRequest() },
        { "user/u", IamOperations.CreateUser, new CreateUserRequest { UserName = "u" } },
        { "group/g", IamOperations.AddUserToGroup, new AddUserToGroupRequest { GroupName = "g", UserName = "ana" } },
        { "policy/x/p", IamOperations.CreatePolicy, new CreatePolicyRequest { PolicyName = "p", Path = "/x/", PolicyDocument = "" } },
        { "policy/p", IamOperations.CreatePolicyVersion, new CreatePolicyVersionRequest { PolicyArn = $"arn:aws:iam::{Account}:policy/p", PolicyDocument = "" } },
        { "*", IamOperations.ListRoles, new ListRolesRequest() },
        { "*", IamOperations.ListUsers, new ListUsersRequest() },
        { "*", IamOperations.GetAccountSummary, new GetAccountSummaryRequest() },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_is_about_what_it_acts_on_however_it_names_that(string resource, OperationDescriptor operation, object request)
    {
        var ana = User("ana") with { Path = "/staff/" };
        await identities.AddAsync(ana);
        await identities.AddAsync(Role("Boss") with { Path = "/team/" });

        var about = Resources.Of(operation, request, By(Principal(ana)), identities.Store.Get(Account));
        Assert.Equal(resource == "*" ? "*" : $"arn:aws:iam::{Account}:{resource}", about);
    }

    [Fact]
    public async Task The_boundary_is_the_one_that_is_asked_for_or_else_the_one_that_is_there()
    {
        await identities.AddAsync(User("ana") with { Boundary = "old" });
        await identities.AddAsync(Role("worker"));

        Assert.Equal("old", BoundaryOf(IamOperations.PutUserPolicy, new PutUserPolicyRequest { UserName = "ANA", PolicyName = "p", PolicyDocument = "" }));
        Assert.Equal("new", BoundaryOf(IamOperations.PutUserPermissionsBoundary, new PutUserPermissionsBoundaryRequest { UserName = "ana", PermissionsBoundary = "new" }));
        Assert.Equal("new", BoundaryOf(IamOperations.CreateRole, new CreateRoleRequest { RoleName = "another", PermissionsBoundary = "new", AssumeRolePolicyDocument = "" }));
        Assert.Null(BoundaryOf(IamOperations.AttachRolePolicy, new AttachRolePolicyRequest { RoleName = "worker", PolicyArn = "p" }));
        Assert.Null(BoundaryOf(IamOperations.CreateUser, new CreateUserRequest { UserName = "bob" }));

        string? BoundaryOf(OperationDescriptor operation, object request) =>
            Resources.ConditionsOf(operation, request, identities.Store.Get(Account)).TryGetValue("iam:PermissionsBoundary", out var boundary) ? boundary.Single() : null;
    }

    [Fact]
    public async Task Tags_are_those_of_the_very_identity_that_an_ARN_names()
    {
        var (ana, worker) = (User("ana") with { Path = "/staff/" }, Role("worker"));
        ana = ana with { Tags = ana.Tags.Add("team", "blue") };
        worker = worker with { Tags = worker.Tags.Add("team", "red") };
        await identities.AddAsync(ana);
        await identities.AddAsync(worker);

        Assert.Equal("blue", Resources.TagsOf(ana.Arn, identities.Store)!["team"]);
        Assert.Equal("red", Resources.TagsOf(worker.Arn, identities.Store)!["team"]);
        Assert.Null(Resources.TagsOf(ana.Arn.Replace("/staff", "", StringComparison.Ordinal), identities.Store));
        Assert.Null(Resources.TagsOf(ana.Arn.Replace(Account, "444455556666", StringComparison.Ordinal), identities.Store));
        Assert.Null(Resources.TagsOf("arn:aws:lambda:us-east-1:111122223333:function:ana", identities.Store));
        Assert.Null(Resources.TagsOf("*", identities.Store));
    }

    public void Dispose() => identities.Dispose();
}
