namespace Brasa.Storage.Logs;

/// <summary>Bytes of disk that log events may take: of all groups, and of one.</summary>
/// <param name="root">Where they are.</param>
/// <param name="totalBytes">Of all groups.</param>
internal sealed class LogQuota(string root, long totalBytes)
{
    /// <summary>Groups may take one in so many of the bytes that would be free without them.</summary>
    private const int ShareOfDisk = 2;

    /// <summary>One group may take one in so many of the bytes of all.</summary>
    private const int ShareOfGroup = 2;

    /// <summary>A group that is full has so many segments at least: one goes at a time.</summary>
    private const int SegmentsOfGroup = 16;

    private const long MaxSegmentBytes = 16 << 20;

    /// <summary>A segment takes so many bytes at least before another is begun, and what takes less is not worth removing.</summary>
    public const long MinSegmentBytes = 64 << 10;

    /// <summary>A segment of so many bytes is full.</summary>
    public long SegmentBytes { get; } = Math.Clamp(totalBytes / ShareOfGroup / SegmentsOfGroup, MinSegmentBytes, MaxSegmentBytes);

    /// <summary>Bytes that all groups may take now, and one of them.</summary>
    /// <param name="stored">What they take.</param>
    public (long Total, long OfGroup) Limits(long stored)
    {
        var total = Math.Min(totalBytes, (stored + new DriveInfo(root).AvailableFreeSpace) / ShareOfDisk);
        return (total, total / ShareOfGroup);
    }
}
