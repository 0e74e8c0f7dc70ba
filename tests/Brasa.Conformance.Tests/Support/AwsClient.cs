namespace Brasa.Conformance.Tests.Support;

/// <summary>One service through one SDK, as whoever the keys belong to.</summary>
internal sealed class AwsClient(SdkDriver sdk, string service, Keys keys, string region = "us-east-1")
{
    public Task<Answer> CallAsync(string operation, object parameters) => sdk.CallAsync(service, keys, region, operation, parameters);

    /// <summary>Calls an operation that has to succeed.</summary>
    public async Task<System.Text.Json.Nodes.JsonObject> DoAsync(string operation, object parameters) => (await CallAsync(operation, parameters)).Succeeded().Result;
}
