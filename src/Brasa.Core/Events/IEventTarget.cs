namespace Brasa.Core.Events;

/// <summary>Something that services hand events to: a function, or later a queue or a topic.</summary>
public interface IEventTarget
{
    /// <summary>Hands an event over and waits for what becomes of it.</summary>
    /// <param name="targetArn">The target, as <c>arn:aws:lambda:us-east-1:000000000000:function:hello</c>, with a qualifier or without.</param>
    /// <param name="payload">The event, UTF-8 JSON.</param>
    /// <param name="source">Who hands it over; the target's policy is asked for it, whether signatures are looked at or not.</param>
    /// <param name="ct">Ends the wait; what has begun runs to its end.</param>
    Task<DeliveryResult> DeliverAsync(string targetArn, ReadOnlyMemory<byte> payload, EventSource source, CancellationToken ct);

    /// <summary>Whether the target is there and its policy lets the source hand events to it.</summary>
    bool Accepts(string targetArn, EventSource source);
}

/// <summary>A service that hands events to others, and for what.</summary>
/// <param name="Service">The service's principal, as <c>logs.amazonaws.com</c>.</param>
/// <param name="SourceArn">What the event comes from, by ARN.</param>
/// <param name="SourceAccount">The account that owns it, 12 digits.</param>
public sealed record EventSource(string Service, string SourceArn, string SourceAccount);

/// <summary>What became of an event.</summary>
public enum DeliveryOutcome
{
    /// <summary>The target has dealt with it.</summary>
    Delivered,

    /// <summary>The function answered with an error.</summary>
    FunctionError,

    /// <summary>There is no room for it now; it may be handed over again.</summary>
    Throttled,

    /// <summary>This server or its machine failed; it may be handed over again.</summary>
    Failed,

    /// <summary>There is no such target.</summary>
    NotFound,

    /// <summary>The target's policy does not let the source in.</summary>
    AccessDenied,
}

/// <summary>What became of an event, and what the target answered.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Payload">The answer, UTF-8 JSON; empty where there is none.</param>
public readonly record struct DeliveryResult(DeliveryOutcome Outcome, ReadOnlyMemory<byte> Payload);
