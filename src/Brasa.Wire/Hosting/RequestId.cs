namespace Brasa.Wire.Hosting;

/// <summary>Request ids: lower-case UUIDs of version 4. They name, they do not guard, so that fast randomness will do.</summary>
internal static class RequestId
{
    public static string Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
