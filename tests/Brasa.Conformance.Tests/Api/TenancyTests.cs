using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class TenancyTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "tenants";

    [Fact]
    public async Task Each_tenant_has_environments_of_its_own()
    {
        await CreateAsync(Python("seen = []\ndef handler(event, context):\n    seen.append(context.tenant_id)\n    return seen"));
        Assert.Equal("""["red"]""", await InvokeAsync("red"));
        Assert.Equal("""["blue"]""", await InvokeAsync("blue"));
        Assert.Equal("""["red", "red"]""", await InvokeAsync("red"));
        Assert.Equal("""["blue", "blue"]""", await InvokeAsync("blue"));
        Assert.Equal("""["a/b c@d"]""", await InvokeAsync("a/b c@d"));
    }

    [Fact]
    public async Task Node_js_is_told_the_tenant()
    {
        await CreateAsync(Node("exports.handler = async (event, context) => context.tenantId;"));
        Assert.Equal("\"red\"", await InvokeAsync("red"));
    }

    [Fact]
    public async Task An_event_names_a_tenant_where_and_only_where_tenants_are_isolated()
    {
        await CreateAsync(Python("def handler(event, context): return 1"));
        var described = (await Lambda.CallAsync("GetFunctionConfiguration", new { FunctionName = Name })).Succeeded().Result;
        Assert.Equal("""{"TenantIsolationMode":"PER_TENANT"}""", described["TenancyConfig"]!.ToJsonString());
        IsInvalid(await Lambda.CallAsync("Invoke", new { FunctionName = Name }));

        await Lambda.CreateAsync("plain", Python("def handler(event, context): return context.tenant_id"));
        IsInvalid(await Lambda.CallAsync("Invoke", new { FunctionName = "plain", TenantId = "red" }));
        Assert.Equal("null", (await Lambda.InvokeAsync("plain")).Payload);

        (await Lambda.CallAsync("PublishVersion", new { FunctionName = Name })).Succeeded();
        IsInvalid(await Lambda.CallAsync("PutProvisionedConcurrencyConfig", new { FunctionName = Name, Qualifier = "1", ProvisionedConcurrentExecutions = 1 }));
    }

    private static void IsInvalid(Answer answer) => Assert.Equal((400, "InvalidParameterValueException"), (answer.Status, answer.Code));

    private async Task CreateAsync(FunctionSource source)
    {
        (await Lambda.CallAsync("CreateFunction", new
        {
            FunctionName = Name, source.Runtime, source.Handler, Lambda.Role, Code = new { ZipFile = source.Package }, TenancyConfig = new { TenantIsolationMode = "PER_TENANT" },
        })).Succeeded();
        await Lambda.SettledAsync(Name);
    }

    private async Task<string> InvokeAsync(string tenant) =>
        (await Lambda.CallAsync("Invoke", new { FunctionName = Name, TenantId = tenant })).Succeeded().Utf8("Payload");
}
