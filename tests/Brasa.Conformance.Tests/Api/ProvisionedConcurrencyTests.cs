using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class ProvisionedConcurrencyTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "provisioned";

    /// <summary>Tells how it was started, and how many seconds before its first event.</summary>
    private const string Code = """
        import os, time
        loaded = time.time()
        def handler(event, context): return [os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"], context.function_version, time.time() - loaded > 0.2]
        """;

    [Fact]
    public async Task Environments_are_ready_before_events_come_and_follow_their_alias()
    {
        await CreateTwoAsync();
        var put = (await PutAsync("live", 2)).Succeeded();
        Assert.Equal((202, 2), (put.Status, (int)put.Result["RequestedProvisionedConcurrentExecutions"]!));
        await ReadyAsync("live");
        var state = (await GetAsync("live")).Succeeded().Result;
        Assert.Equal((2, 2), ((int)state["AllocatedProvisionedConcurrentExecutions"]!, (int)state["AvailableProvisionedConcurrentExecutions"]!));
        Assert.False(state.ContainsKey("StatusReason"));
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);

        var served = new Invocation((await Lambda.CallAsync("Invoke", new { FunctionName = Name, Qualifier = "live", LogType = "Tail" })).Succeeded());
        Assert.Equal("""["provisioned-concurrency", "1", true]""", served.Payload);
        Assert.DoesNotContain("Init Duration", served.Log, StringComparison.Ordinal);
        Assert.StartsWith("""["on-demand", "2",""", (await InvokeAsync("2")), StringComparison.Ordinal);

        (await Lambda.CallAsync("UpdateAlias", new { FunctionName = Name, Name = "live", FunctionVersion = "2" })).Succeeded();
        await ReadyAsync("live");
        Assert.StartsWith("""["provisioned-concurrency", "2",""", await InvokeAsync("live"), StringComparison.Ordinal);

        var listed = (await Lambda.CallAsync("ListProvisionedConcurrencyConfigs", new { FunctionName = Name })).Succeeded().Result["ProvisionedConcurrencyConfigs"]!.AsArray();
        Assert.Equal($"{Lambda.ArnOf(Name)}:live", (string?)Assert.Single(listed)!["FunctionArn"]);
        (await DeleteAsync("live")).Succeeded();
        (await GetAsync("live")).IsRefused(404, "ProvisionedConcurrencyConfigNotFoundException", "No Provisioned Concurrency Config found for this function");
    }

    [Fact]
    public async Task A_function_that_does_not_load_is_reported()
    {
        await Lambda.CreateAsync(Name, Python("raise Exception('broken')"));
        (await Lambda.CallAsync("PublishVersion", new { FunctionName = Name })).Succeeded();
        (await PutAsync("1", 1)).Succeeded();
        await Eventually.TrueAsync(async () => (await GetAsync("1")).Succeeded().Text("Status") == "FAILED", "It was never reported.");
        Assert.Equal("FUNCTION_ERROR_INIT_FAILURE", (await GetAsync("1")).Succeeded().Text("StatusReason"));
    }

    [Fact]
    public async Task What_cannot_be_provisioned_is_refused_in_AWS_s_words()
    {
        await CreateTwoAsync();
        (await PutAsync("$LATEST", 1)).IsRefused(400, "InvalidParameterValueException", "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
        (await PutAsync("none", 1)).IsRefused(404, "ResourceNotFoundException", $"Cannot find alias arn: {Lambda.ArnOf(Name)}:none");
        (await PutAsync("9", 1)).IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf(Name)}:9");
        (await PutAsync("1", 1_001)).IsRefused(400, "InvalidParameterValueException", "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [1000].");
        (await PutAsync("1", 901)).IsRefused(400, "InvalidParameterValueException",
            "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].");

        (await Lambda.CallAsync("PutFunctionConcurrency", new { FunctionName = Name, ReservedConcurrentExecutions = 1 })).Succeeded();
        (await PutAsync("1", 2)).IsRefused(400, "InvalidParameterValueException",
            "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function");
        (await PutAsync("1", 1)).Succeeded();
        (await PutAsync("2", int.MaxValue)).IsRefused(400, "InvalidParameterValueException",
            "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function");
        (await Lambda.CallAsync("PutFunctionConcurrency", new { FunctionName = Name, ReservedConcurrentExecutions = 0 })).IsRefused(400, "InvalidParameterValueException",
            "ReservedConcurrentExecutions 0 should not be lower than function's total provisioned concurrency [1].");
        (await PutAsync("live", 1)).IsRefused(409, "ResourceConflictException", "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version");

        (await DeleteAsync("1")).Succeeded();
        (await DeleteAsync("1")).Succeeded();
        (await PutAsync("live", 1)).Succeeded();
        (await PutAsync("1", 1)).IsRefused(409, "ResourceConflictException", "Version is pointed by a Provisioned Concurrency alias");
    }

    private async Task CreateTwoAsync()
    {
        await Lambda.CreateAsync(Name, Python(Code));
        (await Lambda.CallAsync("PublishVersion", new { FunctionName = Name })).Succeeded();
        (await Lambda.CallAsync("CreateAlias", new { FunctionName = Name, Name = "live", FunctionVersion = "1" })).Succeeded();
        (await Lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = Name, Description = "two" })).Succeeded();
        await Lambda.SettledAsync(Name);
        (await Lambda.CallAsync("PublishVersion", new { FunctionName = Name })).Succeeded();
    }

    private Task<Answer> PutAsync(string qualifier, int count) =>
        Lambda.CallAsync("PutProvisionedConcurrencyConfig", new { FunctionName = Name, Qualifier = qualifier, ProvisionedConcurrentExecutions = count });

    private Task<Answer> GetAsync(string qualifier) => Lambda.CallAsync("GetProvisionedConcurrencyConfig", new { FunctionName = Name, Qualifier = qualifier });

    private Task<Answer> DeleteAsync(string qualifier) => Lambda.CallAsync("DeleteProvisionedConcurrencyConfig", new { FunctionName = Name, Qualifier = qualifier });

    private Task ReadyAsync(string qualifier) =>
        Eventually.TrueAsync(async () => (await GetAsync(qualifier)).Succeeded().Text("Status") == "READY", $"{qualifier} was never ready.");

    private async Task<string> InvokeAsync(string qualifier) =>
        (await Lambda.CallAsync("Invoke", new { FunctionName = Name, Qualifier = qualifier })).Succeeded().Utf8("Payload");
}
