using System.Numerics;
using System.Runtime.InteropServices;

namespace Brasa.Storage.Logs;

/// <summary>CRC-32C (Castagnoli), by the processor's own instruction.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of some bytes; another one for each seed.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        var crc = ~seed;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes)) crc = BitOperations.Crc32C(crc, word);
        foreach (var rest in bytes[(bytes.Length & ~7)..]) crc = BitOperations.Crc32C(crc, rest);
        return ~crc;
    }
}
