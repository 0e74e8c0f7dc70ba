using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Brasa.Wire.Protocols;

namespace Brasa.Wire.SigV4;

/// <summary>The arithmetic of signatures.</summary>
/// <remarks>IAM user guide, "Create a signed AWS API request", steps 2 to 4.</remarks>
internal static class SigningMath
{
    /// <summary>The length of hashes and keys, in bytes.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>The length of hashes and signatures in hexadecimal digits.</summary>
    public const int HexSize = 2 * HashSize;

    /// <summary>The hash of nothing, in hexadecimal digits.</summary>
    public static ReadOnlySpan<byte> EmptyHash => "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"u8;

    /// <summary>The key that a secret gives for one day, region and service.</summary>
    public static byte[] DeriveKey(ReadOnlySpan<byte> secret, SignatureClaim claim)
    {
        var start = ArrayPool<byte>.Shared.Rent(4 + secret.Length);
        try
        {
            "AWS4"u8.CopyTo(start);
            secret.CopyTo(start.AsSpan(4));
            var key = new byte[HashSize];
            Mac(start.AsSpan(0, 4 + secret.Length), claim.Date, key);
            Mac(key, claim.Region, key);
            Mac(key, claim.Service, key);
            Mac(key, SignatureClaim.Terminator, key);
            return key;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(start, clearArray: true);
        }
    }

    /// <summary>Signs <c>algorithm, time, scope</c> and the lines that follow, in hexadecimal digits.</summary>
    public static void Sign(ReadOnlySpan<byte> key, ReadOnlySpan<byte> algorithm, SignatureClaim claim, ReadOnlySpan<byte> rest, Span<byte> signature)
    {
        using var text = new PooledBuffer();
        text.Write(algorithm);
        text.Write("\n"u8);
        Encoding.UTF8.GetBytes(claim.Timestamp, text);
        text.Write("\n"u8);
        Encoding.UTF8.GetBytes(claim.Scope, text);
        text.Write("\n"u8);
        text.Write(rest);
        Span<byte> mac = stackalloc byte[HashSize];
        HMACSHA256.HashData(key, text.Written.Span, mac);
        WriteHex(mac, signature);
    }

    /// <summary>Writes a hash in hexadecimal digits.</summary>
    public static void Hash(ReadOnlySpan<byte> content, Span<byte> hex)
    {
        Span<byte> hash = stackalloc byte[HashSize];
        SHA256.HashData(content, hash);
        WriteHex(hash, hex);
    }

    public static void WriteHex(ReadOnlySpan<byte> bytes, Span<byte> hex) => Convert.TryToHexStringLower(bytes, hex, out _);

    /// <summary>Whether a text is that signature, in a time that does not tell how much of it is right.</summary>
    public static bool AreSame(ReadOnlySpan<byte> signature, ReadOnlySpan<char> claimed)
    {
        Span<byte> bytes = stackalloc byte[HexSize];
        return claimed.Length == HexSize && Encoding.ASCII.TryGetBytes(claimed, bytes, out _) && CryptographicOperations.FixedTimeEquals(signature, bytes);
    }

    private static void Mac(ReadOnlySpan<byte> key, string text, Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[64];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        Span<byte> mac = stackalloc byte[HashSize];
        HMACSHA256.HashData(key, bytes[..length], mac);
        mac.CopyTo(destination);
    }
}
