using System.Buffers.Binary;
using System.Globalization;
using System.Net;

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
    public static AddressRange? TryParse(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        if (TryParseAddress(slash < 0 ? text : text[..slash]) is not { } address) return null;
        if (slash < 0) return address;

        var bits = address.IsV4 ? V4Bits : V6Bits;
        if (!int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) || prefix > bits) return null;
        var mask = prefix == 0 ? 0 : UInt128.MaxValue << (bits - prefix);
        return address with { First = address.First & mask, Mask = mask };
    }

    /// <summary>Reads an address alone; <c>null</c> where it is none.</summary>
    public static AddressRange? TryParseAddress(ReadOnlySpan<char> text) => text.Contains(':') ? TryParseV6(text) : TryParseV4(text);

    public bool Contains(AddressRange address) => IsV4 == address.IsV4 && (address.First & Mask) == First;

    // Four decimal numbers: no shorter and no octal forms.
    private static AddressRange? TryParseV4(ReadOnlySpan<char> text)
    {
        var (address, count) = (0u, 0);
        foreach (var part in text.Split('.'))
        {
            var number = text[part];
            if (++count > 4 || number.Length > 3 || (number.Length > 1 && number[0] == '0')) return null;
            if (!byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return null;
            address = (address << 8) | value;
        }

        return count == 4 ? new AddressRange(address, UInt128.MaxValue, IsV4: true) : null;
    }

    private static AddressRange? TryParseV6(ReadOnlySpan<char> text)
    {
        // No scopes, brackets and ports.
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c) && c is not (':' or '.')) return null;
        }

        if (!IPAddress.TryParse(text, out var parsed)) return null;
        Span<byte> bytes = stackalloc byte[V6Bits / 8];
        parsed.TryWriteBytes(bytes, out _);
        // A request over a socket for both protocols shows an IPv4 address so.
        return parsed.IsIPv4MappedToIPv6
            ? new AddressRange(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]), UInt128.MaxValue, IsV4: true)
            : new AddressRange(BinaryPrimitives.ReadUInt128BigEndian(bytes), UInt128.MaxValue, IsV4: false);
    }
}
