using Brasa.Services.Sqs.Messages;

namespace Brasa.Services.Sqs.Delivery;

/// <summary>Where a message of a queue is on its way.</summary>
internal enum MessagePlace
{
    /// <summary>Not yet to be received.</summary>
    Delayed,

    /// <summary>To be received by whoever asks next.</summary>
    Ready,

    /// <summary>Received, and hidden from others for a while.</summary>
    InFlight,

    /// <summary>On its way to another queue; nobody receives it.</summary>
    Moving,

    /// <summary>In this queue no more.</summary>
    Gone,
}

/// <summary>A message in the memory of its queue, whose lock guards all that changes. Its body may be on disk alone.</summary>
internal sealed class QueuedMessage
{
    /// <summary>Its id in the store: the order of messages.</summary>
    public required long Id { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>Milliseconds since 1970, as callers see it.</summary>
    public required long SentAt { get; init; }

    /// <summary>When it came into this queue, milliseconds since 1970: how long it is kept is counted from then.</summary>
    public required long ArrivedAt { get; init; }

    /// <summary>The same by <see cref="Ticker"/>, which no change of the clock moves.</summary>
    public required long ArrivedTick { get; init; }

    /// <summary>Who sent it, as AWS's <c>SenderId</c>.</summary>
    public required string Sender { get; init; }

    public string? Group { get; init; }

    public string? DeduplicationId { get; init; }

    /// <summary>The ARN of the queue that it was moved out of as nobody could deal with it.</summary>
    public string? DeadLetterSource { get; init; }

    /// <summary>What <see cref="ReceiveCount"/> was when it came into this queue.</summary>
    public int CountAtArrival { get; init; }

    public int ReceiveCount { get; set; }

    /// <summary>Milliseconds since 1970; zero before it has been received.</summary>
    public long FirstReceivedAt { get; set; }

    public MessagePlace Place { get; set; }

    /// <summary>When it is ready, by <see cref="Ticker"/>, while it is delayed or in flight.</summary>
    public long DueTick { get; set; }

    /// <summary>When it was received last, by <see cref="Ticker"/>.</summary>
    public long ReceivedTick { get; set; }

    /// <summary>Whether its receiver has changed how long it is hidden.</summary>
    public bool IsExtended { get; set; }

    /// <summary>Tells the last receipt from those before; zero where it has not been received since it is known here.</summary>
    public long Receipt { get; set; }

    /// <summary>Whether what is stored of it is older than this.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Its content, where there is room to keep it in memory.</summary>
    public MessagePayload? Payload { get; set; }

    public LinkedListNode<QueuedMessage>? ByAge { get; set; }

    public LinkedListNode<QueuedMessage>? InGroup { get; set; }

    /// <summary>AWS's sequence number of a FIFO queue's message: 20 digits that rise.</summary>
    public static string SequenceOf(long id) => $"188{id:D17}";
}
