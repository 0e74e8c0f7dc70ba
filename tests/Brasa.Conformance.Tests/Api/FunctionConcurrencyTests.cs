using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class FunctionConcurrencyTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "reserved";

    [Fact]
    public async Task What_is_reserved_is_told_and_taken_from_the_others()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return 1"));
        Assert.False((await CallAsync("GetFunctionConcurrency")).Succeeded().Result.ContainsKey("ReservedConcurrentExecutions"));
        Assert.Equal(1_000, await UnreservedAsync());

        Assert.Equal(40, (int)(await PutAsync(40)).Succeeded().Result["ReservedConcurrentExecutions"]!);
        Assert.Equal(40, (int)(await CallAsync("GetFunctionConcurrency")).Succeeded().Result["ReservedConcurrentExecutions"]!);
        Assert.Equal("""{"ReservedConcurrentExecutions":40}""", (await CallAsync("GetFunction")).Succeeded().Result["Concurrency"]!.ToJsonString());
        Assert.Equal(960, await UnreservedAsync());

        (await PutAsync(901)).IsRefused(400, "InvalidParameterValueException",
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].");
        (await PutAsync(900)).Succeeded();
        Assert.Equal(100, await UnreservedAsync());

        (await CallAsync("DeleteFunctionConcurrency")).Succeeded();
        Assert.False((await CallAsync("GetFunctionConcurrency")).Succeeded().Result.ContainsKey("ReservedConcurrentExecutions"));
        Assert.Equal(1_000, await UnreservedAsync());
    }

    [Fact]
    public async Task Nothing_reserved_stops_a_function_until_that_is_taken_back()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return 1"));
        (await PutAsync(0)).Succeeded();

        var refused = await CallAsync("Invoke");
        refused.IsRefused(429, "TooManyRequestsException", "Rate Exceeded.");
        Assert.Equal(("ReservedFunctionConcurrentInvocationLimitExceeded", "1"), (refused.Reason, refused.Header("retry-after")));

        (await CallAsync("DeleteFunctionConcurrency")).Succeeded();
        Assert.Equal("1", (await Lambda.InvokeAsync(Name)).Payload);
    }

    private Task<Answer> CallAsync(string operation) => Lambda.CallAsync(operation, new { FunctionName = Name });

    private Task<Answer> PutAsync(int reserved) => Lambda.CallAsync("PutFunctionConcurrency", new { FunctionName = Name, ReservedConcurrentExecutions = reserved });

    private async Task<int> UnreservedAsync() =>
        (int)(await Lambda.CallAsync("GetAccountSettings", new { })).Succeeded().Result["AccountLimit"]!["UnreservedConcurrentExecutions"]!;
}
