using System.Text;
using System.Text.Json.Nodes;
using Brasa.Core.Errors;
using Brasa.Core.Events;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Lambda.Asynchronous;
using Brasa.Lambda.Tests.Fakes;

namespace Brasa.Lambda.Tests.Asynchronous;

public sealed class EventEndingsTests : IAsyncLifetime
{
    private const string Done = "arn:aws:sqs:eu-west-1:123456789012:done";
    private const string Failed = "arn:aws:sqs:eu-west-1:123456789012:failed";
    private const string Dead = "arn:aws:sqs:eu-west-1:123456789012:dead";

    private readonly OneAction authorizer = new();
    private readonly EventServer server;

    public EventEndingsTests() => server = new EventServer(authorizer);

    public async ValueTask InitializeAsync()
    {
        await server.Functions.AddAsync("hello");
        await server.ChangeAsync(function => function with { Latest = function.Latest with { DeadLetterArn = Dead } });
        await server.SayAsync(new EventInvokeConfig { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 60, OnSuccess = Done, OnFailure = Failed });
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task What_the_function_has_dealt_with_is_told_to_its_destination()
    {
        await server.AcceptAsync("""{"order":1}""");
        (await server.Runs.NextAsync()).Answer("""{"ok":true}""");

        var (arn, message) = await server.Queue.NextAsync();
        Assert.Equal(Done, arn);
        Assert.Equal("Root=1-0-0", message.TraceHeader);
        Assert.Equal(
            """{"version":"1.0","timestamp":"2026-01-02T03:04:05.000Z","requestContext":{"requestId":"request-1","functionArn":"arn:aws:lambda:eu-west-1:123456789012:function:hello:$LATEST","condition":"Success","approximateInvokeCount":1},"requestPayload":{"order":1},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},"responsePayload":{"ok":true}}""",
            Text(message));
        await server.StoredAsync(0);
        Assert.False(server.Queue.HasMore);
    }

    [Fact]
    public async Task What_it_has_failed_on_is_told_to_another_and_the_event_goes_to_the_dead_letter_queue()
    {
        await server.AcceptAsync("""{"order":1}""");
        (await server.Runs.NextAsync()).Fail();

        var sent = await TakeAsync(2);
        Assert.Equal(
            """{"version":"1.0","timestamp":"2026-01-02T03:04:05.000Z","requestContext":{"requestId":"request-1","functionArn":"arn:aws:lambda:eu-west-1:123456789012:function:hello:$LATEST","condition":"RetriesExhausted","approximateInvokeCount":1},"requestPayload":{"order":1},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"responsePayload":{"errorMessage":"boom","errorType":"Error"}}""",
            Text(sent[Failed]));
        Assert.Equal("""{"order":1}""", Text(sent[Dead]));
        Assert.Equal(
            [("ErrorCode", "Number", "200"), ("ErrorMessage", "String", "boom"), ("RequestID", "String", "request-1")],
            sent[Dead].Attributes.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value.DataType, pair.Value.Text!)));
    }

    [Fact]
    public async Task A_retry_that_would_be_too_late_is_not_waited_for()
    {
        await server.SayAsync(new EventInvokeConfig { MaximumEventAgeInSeconds = 60, OnFailure = Failed });
        await server.AcceptAsync();
        (await server.Runs.NextAsync()).Fail();
        var record = Record((await TakeAsync(2))[Failed]);
        Assert.Equal(("EventAgeExceeded", 1), ((string?)record["requestContext"]!["condition"], (int)record["requestContext"]!["approximateInvokeCount"]!));
        Assert.Equal("boom", (string?)record["responsePayload"]!["errorMessage"]);
    }

    [Fact]
    public async Task What_has_waited_too_long_for_room_has_no_response()
    {
        await server.AcceptAsync();
        (await server.Runs.NextAsync()).Throttle();
        await server.WaitingAsync(1);
        server.Clock.Advance(TimeSpan.FromSeconds(60));
        var sent = await TakeAsync(2);
        var record = Record(sent[Failed]);
        Assert.Equal(("EventAgeExceeded", 0), ((string?)record["requestContext"]!["condition"], (int)record["requestContext"]!["approximateInvokeCount"]!));
        Assert.Null(record["responseContext"]);
        Assert.Equal("429", sent[Dead].Attributes["ErrorCode"].Text);
    }

    [Fact]
    public async Task A_function_that_may_not_run_at_all_has_its_events_given_up_at_once()
    {
        await server.ChangeAsync(function => function with { ReservedConcurrency = 0 });
        await server.AcceptAsync();
        Assert.Equal("ZeroReservedConcurrency", (string?)Record((await TakeAsync(2))[Failed])["requestContext"]!["condition"]);
        Assert.False(server.Runs.HasBegun);
    }

    [Fact]
    public async Task A_record_that_nobody_takes_is_sent_four_times_and_dropped()
    {
        server.Queue.Outcome = DeliveryOutcome.NotFound;
        await server.AcceptAsync();
        (await server.Runs.NextAsync()).Answer();
        foreach (var wait in (int[])[1, 2, 4])
        {
            await server.Queue.NextAsync();
            Assert.Equal(1, server.Stored);
            while (!server.Queue.HasMore)
            {
                server.Clock.Advance(TimeSpan.FromMilliseconds(100 * wait));
                await Task.Yield();
            }
        }

        await server.Queue.NextAsync();
        await server.StoredAsync(0);
        Assert.False(server.Queue.HasMore);
    }

    [Fact]
    public async Task What_the_functions_role_may_not_do_is_not_done_for_it()
    {
        authorizer.Allowed = Dead;
        await server.AcceptAsync();
        (await server.Runs.NextAsync()).Fail();
        Assert.Equal(Dead, (await server.Queue.NextAsync()).Arn);
        while (server.Stored > 0)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.False(server.Queue.HasMore);
        Assert.Contains(("sqs:SendMessage", Failed, Sample.Function().Role), authorizer.Asked);
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_a_text_in_the_record_and_an_error_message_is_cut()
    {
        await server.AcceptAsync();
        (await server.Runs.NextAsync()).Fail($"\u0001{new string('é', 1_000)}");
        var sent = await TakeAsync(2);
        Assert.StartsWith("\u0001é", (string?)Record(sent[Failed])["responsePayload"], StringComparison.Ordinal);
        var message = sent[Dead].Attributes["ErrorMessage"].Text!;
        Assert.Equal($"?{new string('é', 511)}", message);
    }

    private static string Text(DestinationMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    private static JsonNode Record(DestinationMessage message) => JsonNode.Parse(message.Body.Span)!;

    private async Task<Dictionary<string, DestinationMessage>> TakeAsync(int count)
    {
        var sent = new Dictionary<string, DestinationMessage>();
        for (var i = 0; i < count; i++)
        {
            var (arn, message) = await server.Queue.NextAsync();
            sent.Add(arn, message);
        }

        return sent;
    }

    /// <summary>Allows all, or what is done to one resource.</summary>
    private sealed class OneAction : IAuthorizer
    {
        public string? Allowed { get; set; }

        public List<(string Action, string Resource, string Role)> Asked { get; } = [];

        public void Authorize(string action, string resource, RequestContext context)
        {
            lock (Asked) Asked.Add((action, resource, Assert.IsType<FunctionPrincipal>(context.Principal).RoleArn));
            if (Allowed is not null && Allowed != resource) throw AwsException.AccessDenied("No.");
        }
    }
}
