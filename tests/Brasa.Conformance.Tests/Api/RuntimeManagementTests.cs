using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class RuntimeManagementTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "managed";
    private const string RuntimeArn = "arn:aws:lambda:us-east-1::runtime:0123456789abcdef";

    [Fact]
    public async Task Each_version_has_a_setting_of_its_own()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return 1"));
        (await Lambda.CallAsync("PublishVersion", new { FunctionName = Name })).Succeeded();

        var put = (await PutAsync(new { FunctionName = Name, UpdateRuntimeOn = "Manual", RuntimeVersionArn = RuntimeArn })).Succeeded();
        Assert.Equal(("Manual", RuntimeArn, $"{Lambda.ArnOf(Name)}:$LATEST"), (put.Text("UpdateRuntimeOn"), put.Text("RuntimeVersionArn"), put.Text("FunctionArn")));
        Assert.Equal("Manual", (await GetAsync(new { FunctionName = Name })).Text("UpdateRuntimeOn"));
        var version = await GetAsync(new { FunctionName = Name, Qualifier = "1" });
        Assert.Equal(("Auto", $"{Lambda.ArnOf(Name)}:1"), (version.Text("UpdateRuntimeOn"), version.Text("FunctionArn")));
        Assert.False(version.Result.ContainsKey("RuntimeVersionArn"));
    }

    [Fact]
    public async Task A_runtime_version_is_named_where_and_only_where_it_is_kept()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return 1"));
        foreach (var request in new object[] { new { FunctionName = Name, UpdateRuntimeOn = "Manual" }, new { FunctionName = Name, UpdateRuntimeOn = "Auto", RuntimeVersionArn = RuntimeArn } })
        {
            var refused = await PutAsync(request);
            Assert.Equal((400, "InvalidParameterValueException"), (refused.Status, refused.Code));
        }

        Assert.Equal("Auto", (await GetAsync(new { FunctionName = Name })).Text("UpdateRuntimeOn"));
    }

    private Task<Answer> PutAsync(object request) => Lambda.CallAsync("PutRuntimeManagementConfig", request);

    private async Task<Answer> GetAsync(object request) => (await Lambda.CallAsync("GetRuntimeManagementConfig", request)).Succeeded();
}
