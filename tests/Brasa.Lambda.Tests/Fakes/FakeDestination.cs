using System.Threading.Channels;
using Brasa.Core.Events;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>A service that keeps what is sent to it.</summary>
internal sealed class FakeDestination : IDestination
{
    private readonly Channel<(string Arn, DestinationMessage Message)> sent = Channel.CreateUnbounded<(string, DestinationMessage)>();

    public string Action => "sqs:SendMessage";

    /// <summary>What becomes of messages.</summary>
    public DeliveryOutcome Outcome { get; set; } = DeliveryOutcome.Delivered;

    /// <summary>The next that has been sent, or is.</summary>
    public async Task<(string Arn, DestinationMessage Message)> NextAsync() => await sent.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Whether one has been sent that nobody has asked for.</summary>
    public bool HasMore => sent.Reader.TryPeek(out _);

    public Task<DeliveryOutcome> SendAsync(string arn, DestinationMessage message, CancellationToken ct)
    {
        sent.Writer.TryWrite((arn, message));
        return Task.FromResult(Outcome);
    }
}
