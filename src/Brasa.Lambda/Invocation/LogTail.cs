namespace Brasa.Lambda.Invocation;

/// <summary>The last 4 KB of an invocation's log, as <c>LogType=Tail</c> returns them.</summary>
/// <remarks>AWS Lambda API reference, Invoke, <c>X-Amz-Log-Result</c>.</remarks>
internal sealed class LogTail
{
    private const int Capacity = 4 * 1024;

    private readonly Lock gate = new();
    private readonly byte[] kept = new byte[Capacity];
    private int length;

    /// <summary>Adds bytes, and forgets the oldest where there are too many.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (bytes.Length > Capacity) bytes = bytes[^Capacity..];

            var excess = length + bytes.Length - Capacity;
            if (excess > 0)
            {
                kept.AsSpan(excess, length - excess).CopyTo(kept);
                length -= excess;
            }

            bytes.CopyTo(kept.AsSpan(length));
            length += bytes.Length;
        }
    }

    /// <summary>Adds all that <paramref name="other"/> has kept.</summary>
    public void Append(LogTail other) => Append(other.kept.AsSpan(0, other.length));

    /// <summary>The tail in base64.</summary>
    public string ToBase64()
    {
        lock (gate) return Convert.ToBase64String(kept, 0, length);
    }
}
