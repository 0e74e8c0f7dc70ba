using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Brasa.Contracts.Sqs;
using Brasa.Core.Queues;

namespace Brasa.Services.Sqs.Messages;

/// <summary>The MD5 digests that clients compare with their own.</summary>
/// <remarks>Amazon SQS developer guide, "Calculating the MD5 message digest for message attributes".</remarks>
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "AWS's API is made so; it tells faults of the way, not attacks.")]
internal static class AttributeDigest
{
    private const byte Text = 1, Binary = 2;

    public static string OfBody(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(MD5.HashData(body));

    /// <summary>The digest of attributes; <c>null</c> where there are none.</summary>
    public static string? Of(IEnumerable<KeyValuePair<string, MessageAttribute>> attributes)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var any = false;
        foreach (var (name, value) in attributes.OrderBy(static attribute => attribute.Key, StringComparer.Ordinal))
        {
            any = true;
            Append(md5, Encoding.UTF8.GetBytes(name));
            Append(md5, Encoding.UTF8.GetBytes(value.DataType));
            md5.AppendData([value.Text is null ? Binary : Text]);
            Append(md5, value.Text is { } text ? Encoding.UTF8.GetBytes(text) : value.Binary.Span);
        }

        return any ? Convert.ToHexStringLower(md5.GetHashAndReset()) : null;
    }

    /// <summary>The digest of what SQS was given with a message; <c>null</c> where that is nothing.</summary>
    public static string? OfSystem(IReadOnlyDictionary<string, MessageSystemAttributeValue>? attributes) => attributes is null
        ? null
        : Of(attributes.Select(static attribute => KeyValuePair.Create(attribute.Key, new MessageAttribute(attribute.Value.DataType, attribute.Value.StringValue, default))));

    private static void Append(IncrementalHash md5, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        md5.AppendData(length);
        md5.AppendData(bytes);
    }
}
