using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Lifecycle;

/// <summary>A server on which an account may run one invocation at a time.</summary>
public sealed class ConcurrencyTests : IAsyncLifetime
{
    private const string Account = "123456789012";

    private readonly TemporaryDirectory directory = new();
    private ServerProcess server = null!;
    private SdkDriver sdk = null!;
    private Lambda lambda = null!;

    public async ValueTask InitializeAsync()
    {
        server = await ServerProcess.StartAsync(Path.Combine(directory.Path, "data"), "--account-concurrency", "1");
        sdk = SdkDriver.Boto3(server.Address);
        lambda = new Lambda(sdk, Account);
    }

    [Fact]
    public async Task An_account_that_uses_up_its_concurrency_is_told_to_wait_while_another_is_served()
    {
        var python = (await Health.OfAsync(server)).Runtimes.First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));
        var sleeper = FunctionSource.Python(python, "import time\ndef handler(event, context): time.sleep(event)\n");
        await lambda.CreateAsync("sleeper", sleeper);
        await using var secondSdk = SdkDriver.Boto3(server.Address);
        var other = new Lambda(secondSdk, "210987654321");
        await other.CreateAsync("sleeper", sleeper);
        await lambda.InvokeAsync("sleeper", "0");

        var running = lambda.InvokeAsync("sleeper", "3");
        await using var thirdSdk = SdkDriver.Boto3(server.Address);
        Answer refused;
        do
        {
            refused = await new Lambda(thirdSdk, Account).CallAsync("Invoke", new { FunctionName = "sleeper", Payload = "0"u8.ToArray() });
        }
        while (refused.Status == 200 && !running.IsCompleted);

        refused.IsRefused(429, "TooManyRequestsException", "Rate Exceeded.");
        Assert.Equal("null", (await other.InvokeAsync("sleeper", "0")).Succeeded().Payload);
        Assert.Equal("null", (await running).Succeeded().Payload);
        var limits = (await lambda.CallAsync("GetAccountSettings", new { })).Succeeded().Result["AccountLimit"]!;
        Assert.Equal(1, (int)limits["ConcurrentExecutions"]!);
    }

    public async ValueTask DisposeAsync()
    {
        await sdk.DisposeAsync();
        await server.DisposeAsync();
        directory.Dispose();
    }
}
