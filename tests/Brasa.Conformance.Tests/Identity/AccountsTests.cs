using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Identity;

public sealed class AccountsTests(SharedServer server) : IdentityTest(server)
{
    [Fact]
    public async Task An_account_sees_nothing_of_another_s_identities()
    {
        await CreateRoleAsync("secret");
        await Iam.DoAsync("CreateUser", new { UserName = "secret" });
        await Iam.DoAsync("CreateGroup", new { GroupName = "secret" });
        await Iam.DoAsync("CreatePolicy", new { PolicyName = "secret", PolicyDocument = AllowS3 });
        var other = new AwsClient(Server.Boto3, "iam", new Keys("210987654321", "secret"));

        foreach (var (operation, list) in new[] { ("ListRoles", "Roles"), ("ListUsers", "Users"), ("ListGroups", "Groups") })
            Assert.Empty((await other.DoAsync(operation, new { }))[list]!.AsArray());
        Assert.Empty((await other.DoAsync("ListPolicies", new { Scope = "Local" }))["Policies"]!.AsArray());
        foreach (var (operation, request) in new (string, object)[]
        {
            ("GetRole", new { RoleName = "secret" }), ("GetUser", new { UserName = "secret" }), ("GetGroup", new { GroupName = "secret" }),
            ("ListRolePolicies", new { RoleName = "secret" }), ("DeleteUser", new { UserName = "secret" }), ("CreateAccessKey", new { UserName = "secret" }),
            ("GetPolicy", new { PolicyArn = ArnOf("policy/secret") }), ("DeletePolicy", new { PolicyArn = ArnOf("policy/secret") }),
        })
        {
            Assert.Contains((await other.CallAsync(operation, request)).Code, (string[])["NoSuchEntity", "AccessDenied"]);
        }
    }

    [Fact]
    public async Task STS_says_who_asks_and_gives_temporary_credentials()
    {
        var caller = await Sts.DoAsync("GetCallerIdentity", new { });
        Assert.Equal((Lambda.Account, ArnOf("root"), Lambda.Account), ((string?)caller["Account"], (string?)caller["Arn"], (string?)caller["UserId"]));

        await CreateRoleAsync("worker");
        var assumed = await Sts.DoAsync("AssumeRole", new { RoleArn = ArnOf("role/worker"), RoleSessionName = "night" });
        Assert.Equal($"arn:aws:sts::{Lambda.Account}:assumed-role/worker/night", (string?)assumed["AssumedRoleUser"]!["Arn"]);
        Assert.StartsWith("ASIA", (string?)assumed["Credentials"]!["AccessKeyId"], StringComparison.Ordinal);
        Assert.Equal("AccessDenied", (await Sts.CallAsync("AssumeRole", new { RoleArn = ArnOf("role/none"), RoleSessionName = "night" })).Code);
        Assert.Equal("ValidationError", (await Sts.CallAsync("AssumeRole", new { RoleArn = ArnOf("role/worker"), RoleSessionName = "night", DurationSeconds = 7200 })).Code);
        Assert.Equal(501, (await Sts.CallAsync("AssumeRoleWithWebIdentity", new { RoleArn = ArnOf("role/worker"), RoleSessionName = "night", WebIdentityToken = "token" })).Status);
    }
}
