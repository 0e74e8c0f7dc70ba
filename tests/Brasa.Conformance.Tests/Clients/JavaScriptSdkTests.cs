using System.Text;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Clients;

/// <summary>The AWS SDK for JavaScript v3, whose generated deserializers are the strictest about what a server answers.</summary>
public sealed class JavaScriptSdkTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "js";

    private Lambda Sdk => new(Server.JavaScript, Lambda.Account);

    [Fact]
    public async Task A_function_lives_its_whole_life()
    {
        await Sdk.CreateAsync(Name, Node("exports.handler = async (event) => ({ one: event });"), environment: new { STAGE = "test" });
        (await Sdk.CallAsync("wait:waitUntilFunctionActiveV2", new { FunctionName = Name })).Succeeded();
        var invocation = await Sdk.InvokeAsync(Name, """{"k":1}""");
        Assert.Equal("""{"one":{"k":1}}""", invocation.Succeeded().Payload);
        Assert.Equal("$LATEST", invocation.ExecutedVersion);
        Assert.NotNull(invocation.Report.Init);

        (await Sdk.CallAsync("UpdateFunctionCode", new { FunctionName = Name, ZipFile = Node("exports.handler = async () => 2;").Package })).Succeeded();
        (await Sdk.CallAsync("wait:waitUntilFunctionUpdatedV2", new { FunctionName = Name })).Succeeded();
        Assert.Equal("2", (await Sdk.InvokeAsync(Name)).Payload);

        Assert.Equal([Name], await Sdk.ListAsync());
        Assert.Equal(204, (await Sdk.DeleteAsync(Name)).Succeeded().Status);
        Assert.Empty(await Sdk.ListAsync());
    }

    [Fact]
    public async Task An_error_of_the_function_is_told_from_an_error_of_the_service()
    {
        await Sdk.CreateAsync(Name, Node("exports.handler = async () => { throw new TypeError('bad'); };"));
        Assert.Equal("bad", (await Sdk.InvokeAsync(Name)).FailedWith("TypeError"));
    }

    [Fact]
    public async Task Errors_are_the_sdk_s_own_exception_classes()
    {
        var missing = await Sdk.CallAsync("Invoke", new { FunctionName = "none" });
        missing.IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf("none")}");
        Assert.Equal("ResourceNotFoundException", missing.ErrorClass);

        await Sdk.CreateAsync(Name, Node("exports.handler = async () => 1;"));
        var broken = await Sdk.CallAsync("Invoke", new { FunctionName = Name, Payload = Encoding.UTF8.GetBytes("{") });
        Assert.Equal((400, "InvalidRequestContentException"), (broken.Status, broken.ErrorClass));
    }
}
