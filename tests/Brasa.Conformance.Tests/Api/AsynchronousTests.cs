using System.Text;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

/// <summary>Events that nobody waits for.</summary>
public sealed class AsynchronousTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "asynchronous", Told = "told";

    /// <summary>Prints its event on one line, and what it was invoked as.</summary>
    private const string Tells = "import json\ndef handler(event, context): print('EVENT ' + json.dumps(event, separators=(',', ':')) + ' ' + context.aws_request_id)";

    [Fact]
    public async Task An_event_is_accepted_and_run_by_the_same_request_id()
    {
        await Lambda.CreateAsync(Name, Python(Tells));
        var answer = await AcceptAsync("""{"a":1}""");
        Assert.Equal(202, answer.Status);
        Assert.Equal("", answer.Utf8("Payload"));
        Assert.Null(answer.Result["ExecutedVersion"]);
        await new FunctionLog(Lambda, Name).ContainAsync($$"""EVENT {"a":1} {{answer.Header("x-amzn-requestid")}}""");
    }

    [Fact]
    public async Task The_old_operation_accepts_events_too()
    {
        await Lambda.CreateAsync(Name, Python(Tells));
        var answer = (await Lambda.CallAsync("InvokeAsync", new { FunctionName = Name, InvokeArgs = """{"b":2}"""u8.ToArray() })).Succeeded();
        Assert.Equal((202, 202), (answer.Status, (int)answer.Result["Status"]!));
        await new FunctionLog(Lambda, Name).ContainAsync($$"""EVENT {"b":2} {{answer.Header("x-amzn-requestid")}}""");
    }

    [Fact]
    public async Task What_becomes_of_an_event_is_told_to_a_function()
    {
        await Lambda.CreateAsync(Told, Python("import json\ndef handler(event, context): print('TOLD ' + json.dumps(event))"));
        await Lambda.CreateAsync(Name, Python("def handler(event, context):\n    if event['fails']: raise ValueError('no')\n    return [event]"));
        (await Lambda.CallAsync("PutFunctionEventInvokeConfig", new
        {
            FunctionName = Name, MaximumRetryAttempts = 0,
            DestinationConfig = new { OnSuccess = new { Destination = Lambda.ArnOf(Told) }, OnFailure = new { Destination = Lambda.ArnOf(Told) } },
        })).Succeeded();

        var success = await ToldOfAsync(await AcceptAsync("""{"fails":false}"""));
        Assert.Equal(
            $$"""{"functionArn":"{{Lambda.ArnOf(Name)}}:$LATEST","condition":"Success","approximateInvokeCount":1,"requestPayload":{"fails":false},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},"responsePayload":[{"fails":false}]}""",
            success);
        var failure = await ToldOfAsync(await AcceptAsync("""{"fails":true}"""));
        Assert.StartsWith(
            $$"""{"functionArn":"{{Lambda.ArnOf(Name)}}:$LATEST","condition":"RetriesExhausted","approximateInvokeCount":1,"requestPayload":{"fails":true},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"responsePayload":{"errorMessage":"no","errorType":"ValueError",""",
            failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_for_which_there_is_no_room_wait_for_it()
    {
        const int Count = 5;
        await Lambda.CreateAsync(Name, Python("import time\ndef handler(event, context):\n    time.sleep(0.2)\n    print('RAN', event)"));
        (await Lambda.CallAsync("PutFunctionConcurrency", new { FunctionName = Name, ReservedConcurrentExecutions = 1 })).Succeeded();
        for (var i = 0; i < Count; i++) Assert.Equal(202, (await AcceptAsync($"{i}")).Status);

        var logs = new FunctionLog(Lambda, Name);
        await logs.ContainAsync("RAN 0");
        await Eventually.TrueAsync(async () => Enumerable.Range(0, Count).Select(i => $"RAN {i}").All((await logs.LinesAsync()).Contains), "Not all of them ran.");
    }

    [Fact]
    public async Task An_event_as_large_as_AWS_takes_is_accepted_and_one_byte_more_is_refused()
    {
        const int largest = 1_048_576;
        await Lambda.CreateAsync(Name, Python("def handler(event, context): print('LENGTH', len(event))"), memory: 512);
        string Text(int bytes) => $"\"{new string('x', bytes - 2)}\"";

        Assert.Equal(202, (await AcceptAsync(Text(largest))).Status);
        await new FunctionLog(Lambda, Name).ContainAsync($"LENGTH {largest - 2}");
        (await AcceptAsync(Text(largest + 1))).IsRefused(
            413, "RequestEntityTooLargeException", "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)");
    }

    [Fact]
    public async Task What_is_no_event_or_for_no_function_is_refused_at_once()
    {
        await Lambda.CreateAsync(Name, Python(Tells));
        Assert.Equal((400, "InvalidRequestContentException"), await CodeOfAsync(Name, "{"));
        Assert.Equal((404, "ResourceNotFoundException"), await CodeOfAsync($"{Name}:9", "{}"));
        Assert.Equal((404, "ResourceNotFoundException"), await CodeOfAsync("none", "{}"));
    }

    [Fact]
    public async Task Settings_are_kept_for_each_version_and_alias()
    {
        await Lambda.CreateAsync(Name, Python(Tells));
        (await Lambda.CallAsync("PublishVersion", new { FunctionName = Name })).Succeeded();
        (await Lambda.CallAsync("CreateAlias", new { FunctionName = Name, Name = "live", FunctionVersion = "1" })).Succeeded();
        var put = (await Lambda.CallAsync("PutFunctionEventInvokeConfig", new { FunctionName = Name, MaximumEventAgeInSeconds = 60 })).Succeeded().Result;
        Assert.Equal($"{Lambda.ArnOf(Name)}:$LATEST", (string?)put["FunctionArn"]);
        Assert.Equal(("{}", "{}"), (put["DestinationConfig"]!["OnSuccess"]!.ToJsonString(), put["DestinationConfig"]!["OnFailure"]!.ToJsonString()));
        Assert.False(put.ContainsKey("MaximumRetryAttempts"));
        (await Lambda.CallAsync("PutFunctionEventInvokeConfig", new { FunctionName = Name, Qualifier = "live", MaximumRetryAttempts = 1 })).Succeeded();
        (await Lambda.CallAsync("UpdateFunctionEventInvokeConfig", new { FunctionName = Name, Qualifier = "live", MaximumEventAgeInSeconds = 61 })).Succeeded();

        var got = (await Lambda.CallAsync("GetFunctionEventInvokeConfig", new { FunctionName = Name, Qualifier = "live" })).Succeeded().Result;
        Assert.Equal((1, 61), ((int)got["MaximumRetryAttempts"]!, (int)got["MaximumEventAgeInSeconds"]!));
        var listed = (await Lambda.CallAsync("ListFunctionEventInvokeConfigs", new { FunctionName = Name })).Succeeded().Result["FunctionEventInvokeConfigs"]!.AsArray();
        Assert.Equal([$"{Lambda.ArnOf(Name)}:$LATEST", $"{Lambda.ArnOf(Name)}:live"], listed.Select(config => (string?)config!["FunctionArn"]));

        Assert.Equal(204, (await Lambda.CallAsync("DeleteFunctionEventInvokeConfig", new { FunctionName = Name, Qualifier = "live" })).Succeeded().Status);
        (await Lambda.CallAsync("GetFunctionEventInvokeConfig", new { FunctionName = Name, Qualifier = "live" })).IsRefused(
            404, "ResourceNotFoundException", $"The function {Lambda.ArnOf(Name)}:live doesn't have an EventInvokeConfig");
    }

    private Task<Answer> AcceptAsync(string payload) =>
        Lambda.CallAsync("Invoke", new { FunctionName = Name, InvocationType = "Event", Payload = Encoding.UTF8.GetBytes(payload) });

    private async Task<(int Status, string? Code)> CodeOfAsync(string function, string payload)
    {
        var answer = await Lambda.CallAsync("Invoke", new { FunctionName = function, InvocationType = "Event", Payload = Encoding.UTF8.GetBytes(payload) });
        return (answer.Status, answer.Code);
    }

    /// <summary>The record of a request, without its time and the id it is found by.</summary>
    private async Task<string> ToldOfAsync(Answer accepted)
    {
        var id = accepted.Succeeded().Header("x-amzn-requestid")!;
        JsonNode? record = null;
        var logs = new FunctionLog(Lambda, Told);
        await Eventually.TrueAsync(
            async () =>
            {
                if ((await logs.LinesAsync()).FirstOrDefault(line => line.Contains($"TOLD {{\"version\": \"1.0\"", StringComparison.Ordinal) && line.Contains(id, StringComparison.Ordinal)) is not { } line) return false;
                record = JsonNode.Parse(line[(line.IndexOf("TOLD ", StringComparison.Ordinal) + 5)..]);
                return true;
            }, $"Nothing was told of {id}.");
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string?)record!["timestamp"]);
        var context = record["requestContext"]!.AsObject();
        Assert.Equal(["requestId", "functionArn", "condition", "approximateInvokeCount"], context.Select(member => member.Key));
        var shown = new JsonObject(context.Skip(1).Concat(record.AsObject().Skip(3)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        return shown.ToJsonString(Plain.Json);
    }
}
