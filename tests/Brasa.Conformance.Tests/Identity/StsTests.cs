using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Identity;

public sealed class StsTests(SharedServer server) : IdentityTest(server)
{
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
