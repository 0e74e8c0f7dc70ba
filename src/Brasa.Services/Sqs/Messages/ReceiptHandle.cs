using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Brasa.Services.Sqs.Messages;

/// <summary>The right to settle a message, of one receiving of it.</summary>
/// <param name="Queue">The queue's own id, not given to another of the same name.</param>
/// <param name="Id">The message's id in the store.</param>
/// <param name="Number">Tells this receiving from others.</param>
internal readonly record struct ReceiptHandle(Guid Queue, long Id, long Number)
{
    private const int Size = 32;

    /// <summary>A number that nobody guesses.</summary>
    public static long NewNumber()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes) | 1;
    }

    /// <summary>Reads a handle; <c>null</c> where the text is none.</summary>
    public static ReceiptHandle? TryParse(string text)
    {
        Span<byte> bytes = stackalloc byte[Size + 2];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == Size
            ? new ReceiptHandle(new Guid(bytes[..16]), BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]))
            : null;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Queue.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Id);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Number);
        return Convert.ToBase64String(bytes);
    }
}
