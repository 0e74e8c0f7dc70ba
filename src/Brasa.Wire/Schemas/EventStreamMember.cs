using Brasa.Wire.Validation;

namespace Brasa.Wire.Schemas;

/// <summary>A member whose value arrives event by event, whatever its events; protocols send it apart from the rest of its structure.</summary>
public abstract class EventStreamMember<T> : MemberSchema<T>
    where T : class
{
    private protected EventStreamMember(string name)
        : base(name)
    {
    }

    /// <summary>Hands the events of <paramref name="owner"/> to <paramref name="sink"/> as they come, until there are no more.</summary>
    public abstract Task SendAsync(T owner, IEventSink sink, CancellationToken ct);

    /// <inheritdoc />
    public override void Read<TReader>(T owner, ref TReader reader) => throw new NotSupportedException("An event stream is not read as a value.");

    /// <inheritdoc />
    public override void Write(IShapeWriter writer, T owner) => throw new NotSupportedException("An event stream is not written as a value.");

    /// <inheritdoc />
    public override void Validate(Validator validator, T owner)
    {
    }
}

/// <summary>A member whose value arrives event by event.</summary>
/// <param name="name">The model's name for it.</param>
/// <param name="events">The union of its events.</param>
/// <param name="get">Its value in an owner.</param>
public sealed class EventStreamMember<T, TEvent>(string name, StructureSchema<TEvent> events, Func<T, IAsyncEnumerable<TEvent>?> get)
    : EventStreamMember<T>(name)
    where T : class
    where TEvent : class
{
    /// <inheritdoc />
    public override bool IsPresent(T owner) => get(owner) is not null;

    /// <inheritdoc />
    public override async Task SendAsync(T owner, IEventSink sink, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (get(owner) is not { } stream)
            return;
        await foreach (var next in stream.WithCancellation(ct))
            await sink.SendAsync(events, next, ct);
    }
}

/// <summary>Takes events one by one.</summary>
public interface IEventSink
{
    /// <summary>Takes an event: the one member of <paramref name="value"/> that is present.</summary>
    ValueTask SendAsync<TEvent>(StructureSchema<TEvent> union, TEvent value, CancellationToken ct)
        where TEvent : class;
}
