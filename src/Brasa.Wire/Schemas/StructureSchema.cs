using Brasa.Wire.Validation;

namespace Brasa.Wire.Schemas;

/// <summary>A structure, whatever the record that holds it.</summary>
public interface IStructureSchema
{
    /// <summary>The model's name for it.</summary>
    string Name { get; }

    /// <summary>Every member, in the model's order.</summary>
    IReadOnlyList<MemberSchema> Members { get; }

    /// <summary>Those that make up the body's document, in the model's order.</summary>
    ReadOnlySpan<MemberSchema> BodyMembers { get; }

    /// <summary>What <paramref name="owner"/> holds in its text member of this name; <c>null</c> where it holds nothing, or has no such member.</summary>
    string? ReadText(object owner, string member)
    {
        foreach (var candidate in Members)
        {
            if (candidate.Name == member) return candidate.ReadReference(owner) as string;
        }

        return null;
    }
}

/// <summary>A structure held by <typeparamref name="T"/>.</summary>
/// <param name="name">The model's name for it.</param>
/// <param name="create">Makes an empty one; <c>null</c> for structures that are only ever written, as errors are.</param>
/// <param name="members">Makes its members; called once and late, so that structures may hold one another.</param>
public sealed class StructureSchema<T>(string name, Func<T>? create, Func<MemberSchema<T>[]> members) : ValueSchema<T>, IStructureSchema
    where T : class
{
    private Layout? layout;

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc cref="IStructureSchema.Members" />
    public IReadOnlyList<MemberSchema<T>> Members => Parts.All;

    IReadOnlyList<MemberSchema> IStructureSchema.Members => Parts.All;

    ReadOnlySpan<MemberSchema> IStructureSchema.BodyMembers => Parts.Body;

    /// <summary>Members that make up the body's document.</summary>
    public ReadOnlySpan<MemberSchema<T>> BodyMembers => Parts.Body;

    /// <summary>Members bound to something other than the body: path, query, headers, status.</summary>
    public ReadOnlySpan<MemberSchema<T>> BoundMembers => Parts.Bound;

    /// <summary>The member that is the whole body, where there is one.</summary>
    public MemberSchema<T>? Payload => Parts.Payload;

    /// <summary>The member that arrives event by event, where there is one.</summary>
    public EventStreamMember<T>? Events => Parts.Events;

    // Two threads may both make it; they make the same.
    private Layout Parts => layout ??= new Layout(members());

    /// <summary>An empty one.</summary>
    public T Create() => create!();

    /// <inheritdoc />
    public override T Read<TReader>(ref TReader reader)
    {
        var value = Create();
        ReadInto(value, ref reader);
        return value;
    }

    /// <summary>Reads the body's document into <paramref name="value"/>.</summary>
    public void ReadInto<TReader>(T value, ref TReader reader)
        where TReader : IShapeReader, allows ref struct
    {
        var body = Parts.Body;
        reader.BeginStructure();
        for (var i = reader.NextMember(this); i >= 0; i = reader.NextMember(this))
            body[i].Read(value, ref reader);
    }

    /// <summary>Writes the members that make up the body's document, absent ones left out.</summary>
    public override void Write(IShapeWriter writer, T value)
    {
        writer.BeginStructure();
        foreach (var member in Parts.Body)
        {
            if (!member.IsPresent(value))
                continue;
            writer.BeginMember(member);
            member.Write(writer, value);
        }
        writer.EndStructure();
    }

    internal override void ValidateInside(Validator validator, T value)
    {
        foreach (var member in Parts.All)
            member.Validate(validator, value);
    }

    private sealed class Layout(MemberSchema<T>[] all)
    {
        public MemberSchema<T>[] All { get; } = all;

        public MemberSchema<T>[] Body { get; } = [.. all.Where(m => m is { Location: MemberLocation.Body, IsPayload: false } and not EventStreamMember<T>)];

        public MemberSchema<T>[] Bound { get; } = [.. all.Where(m => m.Location != MemberLocation.Body)];

        public EventStreamMember<T>? Events { get; } = all.OfType<EventStreamMember<T>>().FirstOrDefault();

        public MemberSchema<T>? Payload { get; } = all.FirstOrDefault(m => m.IsPayload);
    }
}
