using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Identity;

public sealed class ManagedPolicyTests(SharedServer server) : IdentityTest(server)
{
    [Fact]
    public async Task A_policy_has_up_to_five_versions_of_which_one_is_in_force()
    {
        var policy = (await Iam.DoAsync("CreatePolicy", new { PolicyName = "readers", Path = "/team/", PolicyDocument = AllowS3, Description = "reads" }))["Policy"]!;
        var arn = ArnOf("policy/team/readers");
        Assert.Equal((arn, "v1", 0), ((string?)policy["Arn"], (string?)policy["DefaultVersionId"], (int)policy["AttachmentCount"]!));
        for (var version = 2; version <= 5; version++) await Iam.DoAsync("CreatePolicyVersion", new { PolicyArn = arn, PolicyDocument = AllowS3.Replace("s3:", $"s{version}:", StringComparison.Ordinal), SetAsDefault = version == 3 });
        Assert.Equal("LimitExceeded", (await Iam.CallAsync("CreatePolicyVersion", new { PolicyArn = arn, PolicyDocument = AllowS3 })).Code);

        Assert.Equal("v5 v4 v3 v2 v1", await NamesAsync("ListPolicyVersions", new { PolicyArn = arn }, "Versions", "VersionId"));
        (await Iam.CallAsync("DeletePolicyVersion", new { PolicyArn = arn, VersionId = "v3" })).IsRefused(409, "DeleteConflict", "Cannot delete the default version of a policy.");
        await Iam.DoAsync("SetDefaultPolicyVersion", new { PolicyArn = arn, VersionId = "v4" });
        await Iam.DoAsync("DeletePolicyVersion", new { PolicyArn = arn, VersionId = "v5" });
        await Iam.DoAsync("CreatePolicyVersion", new { PolicyArn = arn, PolicyDocument = AllowS3 });
        Assert.Equal("v6 v4 v3 v2 v1", await NamesAsync("ListPolicyVersions", new { PolicyArn = arn }, "Versions", "VersionId"));

        var inForce = (await Iam.DoAsync("GetPolicyVersion", new { PolicyArn = arn, VersionId = "v4" }))["PolicyVersion"]!;
        Assert.True((bool)inForce["IsDefaultVersion"]!);
        SaysTheSame(AllowS3.Replace("s3:", "s4:", StringComparison.Ordinal), inForce["Document"]);
        Assert.Equal("NoSuchEntity", (await Iam.CallAsync("GetPolicyVersion", new { PolicyArn = arn, VersionId = "v5" })).Code);
    }

    [Fact]
    public async Task A_policy_in_use_stays()
    {
        await Iam.DoAsync("CreatePolicy", new { PolicyName = "used", PolicyDocument = AllowS3 });
        var arn = ArnOf("policy/used");
        await CreateRoleAsync("user-of-it");
        await Iam.DoAsync("AttachRolePolicy", new { RoleName = "user-of-it", PolicyArn = arn });

        Assert.Equal(1, (int)(await Iam.DoAsync("GetPolicy", new { PolicyArn = arn }))["Policy"]!["AttachmentCount"]!);
        (await Iam.CallAsync("DeletePolicy", new { PolicyArn = arn })).IsRefused(409, "DeleteConflict", "Cannot delete a policy attached to entities.");
        await Iam.DoAsync("DetachRolePolicy", new { RoleName = "user-of-it", PolicyArn = arn });
        await Iam.DoAsync("DeletePolicy", new { PolicyArn = arn });
        (await Iam.CallAsync("GetPolicy", new { PolicyArn = arn })).IsRefused(404, "NoSuchEntity", $"Policy {arn} was not found.");
    }

    [Fact]
    public async Task AWS_s_own_policies_are_listed_and_cannot_be_changed()
    {
        await Iam.DoAsync("CreatePolicy", new { PolicyName = "mine", PolicyDocument = AllowS3 });
        Assert.Equal("mine", await NamesAsync("ListPolicies", new { Scope = "Local" }, "Policies", "PolicyName"));
        Assert.Contains("AWSLambdaBasicExecutionRole", await NamesAsync("ListPolicies", new { Scope = "AWS" }, "Policies", "PolicyName"), StringComparison.Ordinal);
        Assert.Equal("", await NamesAsync("ListPolicies", new { OnlyAttached = true }, "Policies", "PolicyName"));

        const string Admin = "arn:aws:iam::aws:policy/AdministratorAccess";
        SaysTheSame("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""",
            (await Iam.DoAsync("GetPolicyVersion", new { PolicyArn = Admin, VersionId = "v1" }))["PolicyVersion"]!["Document"]);
        Assert.Equal("InvalidInput", (await Iam.CallAsync("DeletePolicy", new { PolicyArn = Admin })).Code);
    }

    [Fact]
    public async Task Requests_are_simulated()
    {
        await CreateRoleAsync("reader");
        await Iam.DoAsync("PutRolePolicy", new { RoleName = "reader", PolicyName = "own", PolicyDocument = AllowS3 });

        var results = (await Iam.DoAsync("SimulatePrincipalPolicy", new { PolicySourceArn = ArnOf("role/reader"), ActionNames = new[] { "s3:GetObject", "s3:PutObject" }, ResourceArns = new[] { "arn:aws:s3:::b/k" } }))["EvaluationResults"]!.AsArray();
        Assert.Equal(["allowed", "implicitDeny"], results.Select(result => (string?)result!["EvalDecision"]));
        var deny = AllowS3.Replace("Allow", "Deny", StringComparison.Ordinal);
        Assert.Equal("explicitDeny", await NamesAsync("SimulateCustomPolicy", new { PolicyInputList = new[] { AllowS3, deny }, ActionNames = new[] { "s3:GetObject" } }, "EvaluationResults", "EvalDecision"));
    }
}
