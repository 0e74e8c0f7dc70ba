using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Brasa.Services.Iam.Policies.Conditions;

/// <summary>A range of IP addresses in CIDR notation; an address without a prefix is a range of one.</summary>
/// <param name="First">Its lowest address.</param>
/// <param name="Mask">Of the bits that all of them share.</param>
/// <param name="IsV4">Which of the two protocols.</param>
internal readonly record struct AddressRange(UInt128 First, UInt128 Mask, bool IsV4)
{
    private const int V4Bits = 32;
    private const int V6Bits = 128;

    /// <summary>Reads a range; <c>null</c> where it is none.</summary>
    public static AddressRange? TryParse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text : text[..slash];
        if (!IsPlain(address) || !IPAddress.TryParse(address, out var parsed)) return null;

        // A request over a socket for both protocols shows an IPv4 address so.
        if (parsed.IsIPv4MappedToIPv6) parsed = parsed.MapToIPv4();
        var isV4 = parsed.AddressFamily == AddressFamily.InterNetwork;
        var bits = isV4 ? V4Bits : V6Bits;
        var prefix = bits;
        if (slash >= 0 && !(int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) && prefix <= bits)) return null;

        Span<byte> bytes = stackalloc byte[V6Bits / 8];
        bytes.Clear();
        parsed.TryWriteBytes(bytes[(isV4 ? 12 : 0)..], out _);
        var mask = prefix == 0 ? 0 : UInt128.MaxValue << (bits - prefix);
        return new AddressRange(BinaryPrimitives.ReadUInt128BigEndian(bytes) & mask, mask, isV4);
    }

    public bool Contains(AddressRange address) => IsV4 == address.IsV4 && (address.First & Mask) == First;

    // Four decimal numbers, or hexadecimal ones between colons: no shorter, octal or scoped forms.
    private static bool IsPlain(string address)
    {
        if (address.Contains(':', StringComparison.Ordinal)) return address.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.');
        var numbers = address.Split('.');
        return numbers.Length == 4 && numbers.All(number => number.Length is > 0 and <= 3 && number.All(char.IsAsciiDigit) && (number.Length == 1 || number[0] != '0'));
    }
}
