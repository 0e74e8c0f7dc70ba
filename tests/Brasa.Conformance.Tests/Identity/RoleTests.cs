using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Identity;

/// <summary>Roles as Terraform and SAM create, change and delete them.</summary>
public sealed class RoleTests(SharedServer server) : IdentityTest(server)
{
    [Fact]
    public async Task A_role_is_described_as_it_was_created()
    {
        var created = (await Iam.DoAsync("CreateRole", new
        {
            RoleName = "Builder", Path = "/team/", AssumeRolePolicyDocument = TrustLambda, Description = "builds", MaxSessionDuration = 7200,
            Tags = new[] { new { Key = "team", Value = "red" } },
        }))["Role"]!.AsObject();

        Assert.Matches("^AROA[A-Z2-7]{17}$", (string?)created["RoleId"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$", (string?)created["CreateDate"]);
        var got = (await Iam.DoAsync("GetRole", new { RoleName = "builder" }))["Role"]!.AsObject();
        Assert.Equal(created.ToJsonString(), got.ToJsonString());
        Assert.Equal((ArnOf("role/team/Builder"), "builds", 7200), ((string?)got["Arn"], (string?)got["Description"], (int)got["MaxSessionDuration"]!));
        Assert.Equal("""[{"Key":"team","Value":"red"}]""", got["Tags"]!.ToJsonString());
        SaysTheSame(TrustLambda, got["AssumeRolePolicyDocument"]);
    }

    [Fact]
    public async Task What_is_refused_of_roles()
    {
        await CreateRoleAsync("taken");
        (await Iam.CallAsync("CreateRole", new { RoleName = "TAKEN", AssumeRolePolicyDocument = TrustLambda })).IsRefused(409, "EntityAlreadyExists", "Role with name TAKEN already exists.");
        (await Iam.CallAsync("GetRole", new { RoleName = "none" })).IsRefused(404, "NoSuchEntity", "The role with name none cannot be found.");
        (await Iam.CallAsync("CreateRole", new { RoleName = "new", AssumeRolePolicyDocument = "{" })).IsRefused(400, "MalformedPolicyDocument", "Syntax errors in policy.");
        (await Iam.CallAsync("CreateRole", new { RoleName = "new", AssumeRolePolicyDocument = TrustLambda.Replace("\"Action\"", "\"Resource\":\"*\",\"Action\"", StringComparison.Ordinal) }))
            .IsRefused(400, "MalformedPolicyDocument", "Has prohibited field Resource");
        Assert.Equal("ValidationError", (await Iam.CallAsync("CreateRole", new { RoleName = new string('x', 65), AssumeRolePolicyDocument = TrustLambda })).Code);
        (await Iam.CallAsync("AttachRolePolicy", new { RoleName = "taken", PolicyArn = ArnOf("policy/none") }))
            .IsRefused(404, "NoSuchEntity", $"Policy {ArnOf("policy/none")} does not exist or is not attachable.");
        (await Iam.CallAsync("PutRolePolicy", new { RoleName = "taken", PolicyName = "p", PolicyDocument = TrustLambda })).IsRefused(400, "MalformedPolicyDocument", "Policy document should not specify a principal.");
    }

    [Fact]
    public async Task A_role_goes_when_its_policies_have_gone()
    {
        const string Basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
        await CreateRoleAsync("busy");
        await Iam.DoAsync("AttachRolePolicy", new { RoleName = "busy", PolicyArn = Basic });
        await Iam.DoAsync("AttachRolePolicy", new { RoleName = "busy", PolicyArn = Basic });
        await Iam.DoAsync("PutRolePolicy", new { RoleName = "busy", PolicyName = "own", PolicyDocument = AllowS3 });

        Assert.Equal("AWSLambdaBasicExecutionRole", await NamesAsync("ListAttachedRolePolicies", new { RoleName = "busy" }, "AttachedPolicies", "PolicyName"));
        Assert.Equal("", await NamesAsync("ListAttachedRolePolicies", new { RoleName = "busy", PathPrefix = "/other/" }, "AttachedPolicies", "PolicyName"));
        Assert.Equal("own", await NamesAsync("ListRolePolicies", new { RoleName = "busy" }, "PolicyNames", ""));
        SaysTheSame(AllowS3, (await Iam.DoAsync("GetRolePolicy", new { RoleName = "busy", PolicyName = "own" }))["PolicyDocument"]);
        Assert.Equal("busy", await NamesAsync("ListEntitiesForPolicy", new { PolicyArn = Basic }, "PolicyRoles", "RoleName"));

        (await Iam.CallAsync("DeleteRole", new { RoleName = "busy" })).IsRefused(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
        await Iam.DoAsync("DeleteRolePolicy", new { RoleName = "busy", PolicyName = "own" });
        (await Iam.CallAsync("DeleteRole", new { RoleName = "busy" })).IsRefused(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
        await Iam.DoAsync("DetachRolePolicy", new { RoleName = "busy", PolicyArn = Basic });
        (await Iam.CallAsync("DetachRolePolicy", new { RoleName = "busy", PolicyArn = Basic })).IsRefused(404, "NoSuchEntity", $"Policy {Basic} was not found.");
        Assert.Empty((await Iam.DoAsync("ListInstanceProfilesForRole", new { RoleName = "busy" }))["InstanceProfiles"]!.AsArray());
        await Iam.DoAsync("DeleteRole", new { RoleName = "busy" });
        Assert.Equal("NoSuchEntity", (await Iam.CallAsync("GetRole", new { RoleName = "busy" })).Code);
    }

    [Fact]
    public async Task Roles_are_listed_by_name_and_path_in_pages()
    {
        foreach (var name in new[] { "c", "A", "b" }) await CreateRoleAsync(name);
        await Iam.DoAsync("CreateRole", new { RoleName = "d", Path = "/deep/er/", AssumeRolePolicyDocument = TrustLambda });

        var first = await Iam.DoAsync("ListRoles", new { MaxItems = 2 });
        Assert.True((bool)first["IsTruncated"]!);
        Assert.Equal("A b", string.Join(' ', first["Roles"]!.AsArray().Select(role => (string?)role!["RoleName"])));
        Assert.Equal("c d", await NamesAsync("ListRoles", new { MaxItems = 2, Marker = (string?)first["Marker"] }, "Roles", "RoleName"));
        Assert.Equal("d", await NamesAsync("ListRoles", new { PathPrefix = "/deep/" }, "Roles", "RoleName"));
        Assert.Equal("InvalidInput", (await Iam.CallAsync("ListRoles", new { Marker = "made up" })).Code);
    }

    [Fact]
    public async Task A_role_is_changed()
    {
        await CreateRoleAsync("changing");
        await Iam.DoAsync("UpdateRole", new { RoleName = "changing", Description = "new", MaxSessionDuration = 43_200 });
        var trust = TrustLambda.Replace("lambda", "sqs", StringComparison.Ordinal);
        await Iam.DoAsync("UpdateAssumeRolePolicy", new { RoleName = "changing", PolicyDocument = trust });
        await Iam.DoAsync("TagRole", new { RoleName = "changing", Tags = new[] { new { Key = "a", Value = "1" }, new { Key = "b", Value = "2" } } });
        await Iam.DoAsync("UntagRole", new { RoleName = "changing", TagKeys = new[] { "a" } });
        await Iam.DoAsync("PutRolePermissionsBoundary", new { RoleName = "changing", PermissionsBoundary = "arn:aws:iam::aws:policy/PowerUserAccess" });

        var role = (await Iam.DoAsync("GetRole", new { RoleName = "changing" }))["Role"]!;
        Assert.Equal(("new", 43_200), ((string?)role["Description"], (int)role["MaxSessionDuration"]!));
        SaysTheSame(trust, role["AssumeRolePolicyDocument"]);
        Assert.Equal("b", await NamesAsync("ListRoleTags", new { RoleName = "changing" }, "Tags", "Key"));
        Assert.Equal("arn:aws:iam::aws:policy/PowerUserAccess", (string?)role["PermissionsBoundary"]!["PermissionsBoundaryArn"]);
        await Iam.DoAsync("DeleteRolePermissionsBoundary", new { RoleName = "changing" });
        Assert.Null((await Iam.DoAsync("GetRole", new { RoleName = "changing" }))["Role"]!["PermissionsBoundary"]);
    }

    [Fact]
    public async Task A_service_has_a_role_of_its_own()
    {
        var role = (await Iam.DoAsync("CreateServiceLinkedRole", new { AWSServiceName = "lambda.amazonaws.com" }))["Role"]!;
        Assert.Equal(ArnOf("role/aws-service-role/lambda.amazonaws.com/AWSServiceRoleForLambda"), (string?)role["Arn"]);
        Assert.Equal("UnmodifiableEntity", (await Iam.CallAsync("DeleteRole", new { RoleName = "AWSServiceRoleForLambda" })).Code);

        var task = (string)(await Iam.DoAsync("DeleteServiceLinkedRole", new { RoleName = "AWSServiceRoleForLambda" }))["DeletionTaskId"]!;
        Assert.Equal("SUCCEEDED", (string?)(await Iam.DoAsync("GetServiceLinkedRoleDeletionStatus", new { DeletionTaskId = task }))["Status"]);
        Assert.Equal("", await NamesAsync("ListRoles", new { }, "Roles", "RoleName"));
    }
}
