using System.Buffers;
using System.Text;
using Brasa.Wire.Protocols;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.SigV4;

/// <summary>The headers that are signed: which they have to be, and how they are written.</summary>
internal static class CanonicalHeaders
{
    /// <summary>How many may be signed. Kestrel takes 100 of a request by default.</summary>
    public const int MaxCount = 100;

    private const string AmazonPrefix = "x-amz-";

    /// <summary>Refuses a list that is not sorted, has a name twice, or lacks one that must be signed.</summary>
    /// <remarks>The hash of the body is signed as such. Session tokens are compared with the key's own; only S3 wants them signed.</remarks>
    public static void Check(SignatureClaim claim, IHeaderDictionary headers, bool isS3)
    {
        var list = claim.SignedHeaders.AsSpan();
        var count = 0;
        ReadOnlySpan<char> previous = default;
        foreach (var range in list.Split(';'))
        {
            var name = list[range];
            if (name.IsEmpty || name.CompareTo(previous, StringComparison.Ordinal) <= 0 || name.ContainsAnyInRange('A', 'Z') || ++count > MaxCount)
                throw new SignatureException(
                    claim.IsPresigned ? SignatureFault.IncompleteQuery : SignatureFault.Incomplete,
                    "'SignedHeaders' must be names in lower case, sorted, each once.");
            previous = name;
        }
        if (!Contains(list, "host"))
            throw new SignatureException(SignatureFault.Unsigned, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        foreach (var (name, _) in headers)
        {
            if (name.StartsWith(AmazonPrefix, StringComparison.OrdinalIgnoreCase) && !Contains(list, name) && !IsBoundOtherwise(name, isS3))
                throw new SignatureException(SignatureFault.Unsigned, $"'{name}' must be a 'SignedHeader' in the AWS Authorization.");
        }
    }

    /// <summary>Writes each as <c>name:value</c> and a line end, values trimmed, runs of spaces as one, several values joined by commas.</summary>
    /// <exception cref="SignatureException">One that is said to be signed is not there.</exception>
    public static void Write(string signedHeaders, IHeaderDictionary headers, PooledBuffer buffer)
    {
        foreach (var range in signedHeaders.AsSpan().Split(';'))
        {
            var name = signedHeaders[range];
            if (!headers.TryGetValue(name, out var values))
                throw new SignatureException(SignatureFault.Mismatch);
            Encoding.UTF8.GetBytes(name, buffer);
            buffer.Write(":"u8);
            for (var i = 0; i < values.Count; i++)
            {
                if (i > 0) buffer.Write(","u8);
                WriteValue(values[i], buffer);
            }
            buffer.Write("\n"u8);
        }
    }

    private static void WriteValue(ReadOnlySpan<char> value, PooledBuffer buffer)
    {
        value = value.Trim(" \t");
        while (true)
        {
            var end = value.IndexOfAny(' ', '\t');
            if (end < 0)
            {
                Encoding.UTF8.GetBytes(value, buffer);
                return;
            }
            Encoding.UTF8.GetBytes(value[..end], buffer);
            buffer.Write(" "u8);
            value = value[end..].TrimStart(" \t");
        }
    }

    private static bool IsBoundOtherwise(string name, bool isS3) =>
        name.Equals(Payload.HashHeader, StringComparison.OrdinalIgnoreCase)
        || (!isS3 && name.Equals(SignatureClaim.TokenName, StringComparison.OrdinalIgnoreCase));

    private static bool Contains(ReadOnlySpan<char> list, ReadOnlySpan<char> name)
    {
        foreach (var range in list.Split(';'))
        {
            if (list[range].Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
