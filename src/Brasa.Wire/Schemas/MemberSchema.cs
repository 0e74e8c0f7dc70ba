using System.Text.Json;
using Brasa.Wire.Validation;

namespace Brasa.Wire.Schemas;

/// <summary>One member of a structure, whatever the structure.</summary>
public abstract class MemberSchema
{
    private protected MemberSchema(string name)
    {
        Name = name;
        WireName = name;
        PathName = char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>The model's name for it, as <c>FunctionName</c>.</summary>
    public string Name { get; }

    /// <summary>The name in validation messages: the model's with its first letter lowered.</summary>
    public string PathName { get; }

    /// <summary>The label, parameter, header or property that carries it.</summary>
    public string WireName
    {
        get;
        init
        {
            field = value;
            JsonName = JsonEncodedText.Encode(value);
        }
    }

    /// <summary>The parameter of a form, or the element of XML, that carries it.</summary>
    public string XmlName
    {
        get => field ?? WireName;
        init;
    }

    /// <summary><see cref="WireName"/> as a JSON property.</summary>
    public JsonEncodedText JsonName { get; private init; }

    /// <summary>Where it travels.</summary>
    public MemberLocation Location { get; init; }

    /// <summary>Whether a value must be present.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the body is this member's value and nothing else.</summary>
    public bool IsPayload { get; init; }

    /// <summary>What its value is a list of, where that is structures.</summary>
    internal virtual IStructureSchema? Items => null;

    /// <summary>The value as <paramref name="owner"/> holds it: text, a list, a map or a structure; else <c>null</c>.</summary>
    internal virtual object? ReadReference(object owner) => null;
}

/// <summary>One member of <typeparamref name="T"/>.</summary>
public abstract class MemberSchema<T> : MemberSchema
    where T : class
{
    private protected MemberSchema(string name)
        : base(name)
    {
    }

    /// <summary>Whether <paramref name="owner"/> has a value for it.</summary>
    public abstract bool IsPresent(T owner);

    /// <summary>Reads the value into <paramref name="owner"/>; a null leaves it absent.</summary>
    public abstract void Read<TReader>(T owner, ref TReader reader)
        where TReader : IShapeReader, allows ref struct;

    /// <summary>Writes the value, which must be present, without its name.</summary>
    public abstract void Write(IShapeWriter writer, T owner);

    /// <summary>Hands the value, which must be present, to <paramref name="visitor"/> where it is a structure.</summary>
    internal virtual void Accept(IStructureVisitor visitor, T owner)
    {
    }

    /// <summary>Checks the value, and that a required one is present.</summary>
    public abstract void Validate(Validator validator, T owner);
}
