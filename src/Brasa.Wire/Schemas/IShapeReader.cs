namespace Brasa.Wire.Schemas;

/// <summary>A source of values in some protocol's form, which schemas pull from in the order it holds them.</summary>
/// <remarks>A value that is not of the kind asked for is a <see cref="SerializationException"/>.</remarks>
public interface IShapeReader
{
    /// <summary>Steps over a null; <c>false</c>, having read nothing, where there is a value.</summary>
    bool TryReadNull();

    /// <summary>Reads a boolean.</summary>
    bool ReadBoolean();

    /// <summary>Reads a 32-bit integer.</summary>
    int ReadInteger();

    /// <summary>Reads a 64-bit integer.</summary>
    long ReadLong();

    /// <summary>Reads a floating-point number.</summary>
    double ReadDouble();

    /// <summary>Reads a string.</summary>
    string ReadString();

    /// <summary>Reads bytes.</summary>
    ReadOnlyMemory<byte> ReadBlob();

    /// <summary>Reads a point in time; <paramref name="format"/> is <c>null</c> for the form this source uses by default.</summary>
    DateTimeOffset ReadTimestamp(TimestampFormat? format);

    /// <summary>Enters a structure.</summary>
    void BeginStructure();

    /// <summary>Steps to the next member that <paramref name="schema"/> knows.</summary>
    /// <returns>Its index in <see cref="IStructureSchema.BodyMembers"/>, or -1 once the structure has ended.</returns>
    int NextMember(IStructureSchema schema);

    /// <summary>Enters a list.</summary>
    void BeginList(ListNames names);

    /// <summary>Steps to the next item; <c>false</c> once the list has ended.</summary>
    bool NextItem();

    /// <summary>Enters a map.</summary>
    void BeginMap(MapNames names);

    /// <summary>Steps to the next entry; <c>null</c> once the map has ended.</summary>
    string? NextKey();
}
