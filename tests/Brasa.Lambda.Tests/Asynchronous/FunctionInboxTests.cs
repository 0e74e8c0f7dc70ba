using Brasa.Core.Events;
using Brasa.Lambda.Asynchronous;
using Brasa.Lambda.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Brasa.Lambda.Tests.Asynchronous;

public sealed class FunctionInboxTests : IAsyncLifetime
{
    private static readonly EventSource Source = new("s3.amazonaws.com", "arn:aws:s3:::bucket", "123456789012");

    private readonly EventServer server = new();
    private readonly Targets targets = new();
    private readonly FunctionInbox inbox;

    public FunctionInboxTests() => inbox = new FunctionInbox(server.Functions.Store, targets, server.Events, server.Clock, NullLogger.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await server.Functions.AddAsync("hello");

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task An_event_of_a_service_is_on_disk_when_it_is_accepted_and_run()
    {
        Assert.Equal(DeliveryOutcome.Delivered, await inbox.AcceptAsync(EventServer.Hello.Arn, "[1]"u8.ToArray(), Source, null, Cancellation));
        Assert.Equal(1, server.Stored);
        Assert.Equal("[1]", (await server.Runs.NextAsync()).Payload);
    }

    [Fact]
    public async Task What_the_functions_policy_does_not_let_in_or_is_of_no_tenant_is_not_accepted()
    {
        targets.IsOpen = false;
        Assert.Equal(DeliveryOutcome.AccessDenied, await inbox.AcceptAsync(EventServer.Hello.Arn, "[1]"u8.ToArray(), Source, null, Cancellation));
        Assert.Equal(DeliveryOutcome.NotFound, await inbox.AcceptAsync($"{EventServer.Hello.Arn}:9", "[1]"u8.ToArray(), Source, null, Cancellation));
        await server.ChangeAsync(function => function with { Latest = function.Latest with { IsolatesTenants = true } });
        targets.IsOpen = true;
        Assert.Equal(DeliveryOutcome.Failed, await inbox.AcceptAsync(EventServer.Hello.Arn, "[1]"u8.ToArray(), Source, null, Cancellation));
        Assert.Equal(0, server.Stored);
    }

    [Fact]
    public async Task What_is_too_large_or_goes_round_in_circles_is_not_accepted()
    {
        Assert.Equal(DeliveryOutcome.Failed, await inbox.AcceptAsync(EventServer.Hello.Arn, new byte[EventRules.PayloadBytes + 1], Source, null, Cancellation));

        string? trace = "Root=1-0-0;Lineage=none:1";
        for (var i = 0; i < 16; i++)
        {
            Assert.Equal(DeliveryOutcome.Delivered, await inbox.AcceptAsync(EventServer.Hello.Arn, "[1]"u8.ToArray(), Source, trace, Cancellation));
            var run = await server.Runs.NextAsync();
            trace = run.Invocation.TraceId;
            run.Answer();
        }

        Assert.Equal(DeliveryOutcome.Failed, await inbox.AcceptAsync(EventServer.Hello.Arn, "[1]"u8.ToArray(), Source, trace, Cancellation));
    }

    [Fact]
    public async Task A_function_is_a_destination_for_others()
    {
        var destination = new FunctionDestination(server.Functions.Store, inbox);
        var message = new DestinationMessage("[2]"u8.ToArray(), new Dictionary<string, Brasa.Core.Queues.MessageAttribute>(), null);
        Assert.Equal(DeliveryOutcome.Delivered, await destination.SendAsync(EventServer.Hello.Arn, message, Cancellation));
        Assert.Equal("[2]", (await server.Runs.NextAsync()).Payload);
        Assert.Equal(DeliveryOutcome.NotFound, await destination.SendAsync(EventServer.Hello.Arn + "s", message, Cancellation));
    }

    private sealed class Targets : IEventTarget
    {
        public bool IsOpen { get; set; } = true;

        public bool Accepts(string targetArn, EventSource source) => IsOpen;

        public Task<DeliveryResult> DeliverAsync(string targetArn, ReadOnlyMemory<byte> payload, EventSource source, CancellationToken ct) => throw new NotSupportedException();
    }
}
