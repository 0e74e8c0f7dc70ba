namespace Brasa.Core.Checksums;

/// <summary>The checksum of zip entries, which System.IO.Compression reads but does not compare, and of event streams.</summary>
public struct Crc32
{
    /// <summary>ISO 3309, bits reversed: APPNOTE.TXT, section 4.4.7.</summary>
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    // Kept inverted, so that the default value is the checksum of nothing.
    private uint state;

    /// <summary>The checksum of all that was appended.</summary>
    public readonly uint Value => state;

    /// <summary>Adds bytes to what is summed up.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        var crc = ~state;
        foreach (var next in bytes)
            crc = table[(byte)(crc ^ next)] ^ (crc >> 8);
        state = ~crc;
    }

    private static uint Entry(int index)
    {
        var crc = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
        return crc;
    }
}
