using System.Buffers;

namespace Brasa.Services.Logs.Patterns;

/// <summary>Goes through the fields of a message, which white space is between. What stands in brackets or quotes is one field.</summary>
internal ref struct SpaceFields(ReadOnlySpan<byte> message)
{
    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r\n\f\v"u8);

    private readonly ReadOnlySpan<byte> message = message[..(message.LastIndexOfAnyExcept(Space) + 1)];
    private int position;
    private int start;

    /// <summary>The field, without its brackets or quotes.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Whether there is another field behind it.</summary>
    public readonly bool HasNext => position < message.Length;

    /// <summary>The field and all behind it.</summary>
    public readonly ReadOnlySpan<byte> Rest => message[start..];

    public bool MoveNext()
    {
        var skipped = message[position..].IndexOfAnyExcept(Space);
        if (skipped < 0) return false;
        start = position + skipped;

        var rest = message[start..];
        var close = rest[0] switch { (byte)'"' => (byte)'"', (byte)'[' => (byte)']', _ => (byte)0 };
        var length = close == 0 ? -1 : rest[1..].IndexOf(close);
        if (length >= 0)
        {
            Current = rest.Slice(1, length);
            position = start + length + 2;
            return true;
        }

        var end = rest.IndexOfAny(Space);
        Current = end < 0 ? rest : rest[..end];
        position = start + Current.Length;
        return true;
    }
}
