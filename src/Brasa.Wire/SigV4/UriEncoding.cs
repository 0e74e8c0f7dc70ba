using System.Text;
using Brasa.Wire.Protocols;

namespace Brasa.Wire.SigV4;

/// <summary>AWS's percent-encoding: every byte but letters, digits, <c>-._~</c> and what else the place spares; digits in upper case.</summary>
internal static class UriEncoding
{
    private const int LongestEncodedRune = 12;

    /// <summary>Encodes a text as it stands; what is encoded already is encoded once more.</summary>
    public static void Encode(ReadOnlySpan<char> text, bool sparesSlash, PooledBuffer buffer)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(utf8);
            var span = buffer.GetSpan(LongestEncodedRune);
            var written = 0;
            foreach (var value in utf8[..length]) written += Write(value, sparesSlash, span[written..]);
            buffer.Advance(written);
        }
    }

    /// <summary>Encodes what a text encodes, so that every way of writing the same comes out the same. An encoded slash stays apart from a slash.</summary>
    public static void Normalize(ReadOnlySpan<char> text, bool isQuery, PooledBuffer buffer)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && TryDecode(text[i..], out var value))
            {
                buffer.Advance(Write(value, sparesSlash: false, buffer.GetSpan(LongestEncodedRune)));
                i += 2;
            }
            else if (text[i] == '+' && isQuery)
            {
                buffer.Advance(Write((byte)' ', sparesSlash: false, buffer.GetSpan(LongestEncodedRune)));
            }
            else
            {
                var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                Encode(text.Slice(i, length), sparesSlash: !isQuery, buffer);
                i += length - 1;
            }
        }
    }

    private static bool TryDecode(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        return text.Length >= 3 && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2])
            && byte.TryParse(text[1..3], System.Globalization.NumberStyles.AllowHexSpecifier, null, out value);
    }

    private static int Write(byte value, bool sparesSlash, Span<byte> destination)
    {
        if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~' || (value == '/' && sparesSlash))
        {
            destination[0] = value;
            return 1;
        }
        destination[0] = (byte)'%';
        destination[1] = (byte)"0123456789ABCDEF"[value >> 4];
        destination[2] = (byte)"0123456789ABCDEF"[value & 15];
        return 3;
    }
}
