using System.Text;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class InvokeTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "invoked";

    [Fact]
    public async Task A_dry_run_answers_204_and_runs_nothing()
    {
        await Lambda.CreateAsync(Name, Python("calls = 0\ndef handler(event, context):\n    global calls\n    calls += 1\n    return calls"));
        Assert.Equal(204, (await Lambda.CallAsync("Invoke", new { FunctionName = Name, InvocationType = "DryRun" })).Succeeded().Status);
        Assert.Equal("1", (await Lambda.InvokeAsync(Name)).Payload);
    }

    [Fact]
    public async Task No_payload_is_an_empty_event()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return event"));
        Assert.Equal("{}", (await Lambda.CallAsync("Invoke", new { FunctionName = Name })).Succeeded().Utf8("Payload"));
    }

    [Fact]
    public async Task Without_a_log_type_no_log_is_returned()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): print('x')"));
        var answer = (await Lambda.CallAsync("Invoke", new { FunctionName = Name })).Succeeded();
        Assert.Equal("$LATEST", answer.Text("ExecutedVersion"));
        Assert.Null(answer.Result["LogResult"]);
        Assert.Null(answer.Result["FunctionError"]);
    }

    [Fact]
    public async Task The_client_context_reaches_the_function()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return [context.client_context.client.app_title, context.client_context.custom, context.client_context.env]"));
        var context = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"client": {"app_title": "títle"}, "custom": {"a": "b"}, "env": {"c": "d"}}"""));

        var answer = (await Lambda.CallAsync("Invoke", new { FunctionName = Name, ClientContext = context })).Succeeded();
        Assert.Equal("""["títle",{"a":"b"},{"c":"d"}]""", new Invocation(answer).Json.ToJsonString(Plain.Json));
    }

    [Fact]
    public async Task A_client_context_that_is_no_JSON_is_refused()
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): pass"));
        (await Lambda.CallAsync("Invoke", new { FunctionName = Name, ClientContext = "bm8=" }))
            .IsRefused(400, "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.");
    }

    /// <remarks>On the wire AWS's code is not the model's RequestTooLargeException.</remarks>
    [Fact]
    public async Task An_event_as_large_as_AWS_takes_goes_through_and_one_byte_more_is_refused()
    {
        const int largest = 6_291_456;
        await Lambda.CreateAsync(Name, Python("def handler(event, context): return len(event)"), memory: 512);
        byte[] Text(int bytes) => [(byte)'"', .. Enumerable.Repeat((byte)'x', bytes - 2), (byte)'"'];

        var answer = (await Lambda.CallAsync("Invoke", new { FunctionName = Name, Payload = Text(largest) })).Succeeded();
        Assert.Equal($"{largest - 2}", answer.Utf8("Payload"));

        (await Lambda.CallAsync("Invoke", new { FunctionName = Name, Payload = Text(largest + 1) }))
            .IsRefused(413, "RequestEntityTooLargeException", "Request must be smaller than 6291456 bytes for the InvokeFunction operation");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("{} {}")]
    public async Task A_payload_that_is_no_JSON_is_refused(string payload)
    {
        await Lambda.CreateAsync(Name, Python("def handler(event, context): pass"));
        var answer = await Lambda.CallAsync("Invoke", new { FunctionName = Name, Payload = Encoding.UTF8.GetBytes(payload) });
        Assert.Equal((400, "InvalidRequestContentException"), (answer.Status, answer.Code));
        Assert.StartsWith("Could not parse request body into json: ", answer.Message, StringComparison.Ordinal);
    }
}
