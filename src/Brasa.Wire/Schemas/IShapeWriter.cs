namespace Brasa.Wire.Schemas;

/// <summary>A sink that schemas push values into, which gives them some protocol's form.</summary>
public interface IShapeWriter
{
    /// <summary>Writes a boolean.</summary>
    void WriteBoolean(bool value);

    /// <summary>Writes an integer of either size.</summary>
    void WriteLong(long value);

    /// <summary>Writes a floating-point number.</summary>
    void WriteDouble(double value);

    /// <summary>Writes a string.</summary>
    void WriteString(string value);

    /// <summary>Writes bytes.</summary>
    void WriteBlob(ReadOnlySpan<byte> value);

    /// <summary>Writes a point in time; <paramref name="format"/> is <c>null</c> for the form this sink uses by default.</summary>
    void WriteTimestamp(DateTimeOffset value, TimestampFormat? format);

    /// <summary>Opens a structure.</summary>
    void BeginStructure();

    /// <summary>Names the member whose value is written next.</summary>
    void BeginMember(MemberSchema member);

    /// <summary>Closes a structure.</summary>
    void EndStructure();

    /// <summary>Opens a list, whose items follow.</summary>
    void BeginList(ListNames names);

    /// <summary>Closes a list.</summary>
    void EndList();

    /// <summary>Opens a map.</summary>
    void BeginMap(MapNames names);

    /// <summary>Names the entry whose value is written next.</summary>
    void BeginEntry(string key);

    /// <summary>Closes a map.</summary>
    void EndMap();
}
