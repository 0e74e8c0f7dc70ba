namespace Brasa.Storage.Logs;

/// <summary>What a segment, or a group, holds of a stream.</summary>
/// <param name="Count">Events.</param>
/// <param name="Bytes">Bytes of their blocks.</param>
/// <param name="First">The earliest time of one; without any, the latest there is.</param>
/// <param name="Last">The latest time of one; without any, the earliest there is.</param>
/// <param name="StoredAt">When the last was stored; without any, the earliest there is.</param>
internal readonly record struct StreamExtent(long Count, long Bytes, long First, long Last, long StoredAt)
{
    /// <summary>Of a stream without events.</summary>
    public static readonly StreamExtent None = new(0, 0, long.MaxValue, long.MinValue, long.MinValue);

    /// <summary>What one block holds.</summary>
    public static StreamExtent Of(BlockHeader block) => new(block.Count, BlockHeader.Size + block.Length, block.First, block.Last, block.StoredAt);

    /// <summary>Both together.</summary>
    public StreamExtent With(StreamExtent other) => new(
        Count + other.Count, Bytes + other.Bytes, Math.Min(First, other.First), Math.Max(Last, other.Last), Math.Max(StoredAt, other.StoredAt));
}
