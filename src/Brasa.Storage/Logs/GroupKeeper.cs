using System.Text;
using Brasa.Core.Logs;
using Microsoft.Extensions.Logging;

namespace Brasa.Storage.Logs;

/// <summary>Keeps groups within their bounds and returns the room of what was deleted. All of it happens on the thread that writes.</summary>
/// <param name="groups">The groups.</param>
/// <param name="quota">Their bounds.</param>
/// <param name="sync">Told of files that were written.</param>
/// <param name="clock">Time.</param>
/// <param name="log">The server's log.</param>
internal sealed class GroupKeeper(LogGroups groups, LogQuota quota, DiskSync sync, TimeProvider clock, ILogger log)
{
    /// <summary>The stream in which a group is told that events had to go.</summary>
    private const string NoticeStream = "brasa-quota";

    /// <summary>How long a stream is known after its last event, where that had to go.</summary>
    private static readonly TimeSpan StreamAge = TimeSpan.FromDays(1);

    private readonly Queue<(LogGroup Group, LogSegment Segment)> rewrites = new();

    /// <summary>Whether the next turn has something to do.</summary>
    public bool HasWork => rewrites.Count > 0;

    /// <summary>Adds to a group.</summary>
    public GroupWriter Edit(LogGroup group, long now) => new(group, quota.SegmentBytes, now, sync.Touch);

    /// <summary>What is to be done now and then: one segment at most is written again, so that nobody's events wait long.</summary>
    public void Turn(bool hasChanged)
    {
        if (hasChanged) EnforceQuota();
        if (!rewrites.TryDequeue(out var next) || !next.Group.Segments.Contains(next.Segment)) return;
        SegmentRewriter.Rewrite(next.Group, next.Segment, Now);
    }

    /// <summary>Removes a stream; <c>false</c> where there is none of that name.</summary>
    public bool RemoveStream(LogGroupKey key, string name)
    {
        if (!groups.TryGet(key, out var group) || group.Find(name) is not { } stream) return false;
        var writer = Edit(group, Now);
        writer.Remove(stream.Id);
        writer.Commit();
        group.RemoveStream(stream);
        foreach (var segment in group.Segments.Where(segment => segment.Streams.ContainsKey(stream.Id)).ToList()) Shrink(group, segment, writer);
        return true;
    }

    /// <summary>Removes segments of a group that hold nothing that happened since a time.</summary>
    public void Expire(LogGroup group, long before)
    {
        foreach (var segment in group.Segments.Where(segment => segment.Extent.Count > 0 && segment.Extent.Last < before).ToList())
            Drop(group, segment, Edit(group, Now), keep: _ => true);
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Returns the room of streams that are gone, where that is half of a segment or more.</summary>
    private void Shrink(LogGroup group, LogSegment segment, GroupWriter writer)
    {
        var (dead, live) = (0L, 0L);
        foreach (var (id, extent) in segment.Streams)
        {
            if (group.StreamsById.ContainsKey(id)) live += extent.Bytes;
            else dead += extent.Bytes;
        }

        if (dead < live || dead == 0 || rewrites.Any(rewrite => rewrite.Segment == segment)) return;
        if (live == 0)
        {
            Drop(group, segment, writer, keep: _ => true);
            return;
        }

        if (segment == group.Active) writer.Seal();
        rewrites.Enqueue((group, segment));
    }

    private void EnforceQuota()
    {
        var (total, most) = quota.Limits(groups.All.Sum(group => group.Bytes));
        var before = long.MaxValue;
        while (groups.All.MaxBy(group => group.Bytes) is { } largest && largest.Bytes >= LogQuota.MinSegmentBytes)
        {
            // What is left may be streams that are to stay: then there is nothing to gain.
            var stored = groups.All.Sum(group => group.Bytes);
            if ((stored <= total && largest.Bytes <= most) || stored >= before) return;
            before = stored;
            DropOldest(largest);
        }
    }

    private void DropOldest(LogGroup group)
    {
        var writer = Edit(group, Now);
        var oldest = group.Segments[0];
        var recent = Now - (long)StreamAge.TotalMilliseconds;
        Drop(group, oldest, writer, stream => Math.Max(stream.CreatedAt, stream.Extent.StoredAt) >= recent);
        log.QuotaReached(oldest.Extent.Count, oldest.FileLength, group.Key.Name);
        if (oldest.Extent.Count == 0) return;

        var until = DateTimeOffset.FromUnixTimeMilliseconds(oldest.Extent.Last);
        var notice = Encoding.UTF8.GetBytes($"{oldest.Extent.Count} log events in {oldest.FileLength} bytes, the last of {until:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}, were removed: logs take all the room they may.");
        var record = new byte[LogRecord.HeadSize + notice.Length];
        LogRecord.Write(record, Now, LogSource.Platform, notice);
        writer.AddEvents(group.Find(NoticeStream) ?? group.TryAddStream(NoticeStream, Now)!, record);
        writer.Commit();
    }

    /// <summary>Removes a segment. What others need of it is said again before; on a full disk, after.</summary>
    private static void Drop(LogGroup group, LogSegment segment, GroupWriter writer, Predicate<StoredStream> keep)
    {
        if (segment == group.Active) writer.Seal();
        var isCarried = TryCarry(group, segment, writer, keep);
        group.ReplaceSegment(segment, replacement: null, () => File.Delete(segment.Path));
        if (!isCarried) TryCarry(group, segment, writer, keep);
    }

    /// <summary>Says in the active segment what only a segment says that goes: its streams, and removals of streams that others still hold.</summary>
    private static bool TryCarry(LogGroup group, LogSegment segment, GroupWriter writer, Predicate<StoredStream> keep)
    {
        var others = group.Segments.Where(other => other != segment).ToList();
        foreach (var id in segment.Streams.Keys.Where(id => !others.Any(other => other.Streams.ContainsKey(id))))
        {
            if (!group.StreamsById.TryGetValue(id, out var stream)) continue;
            if (keep(stream)) writer.Define(stream);
            else group.RemoveStream(stream);
        }

        foreach (var id in segment.Removed.Where(id => others.Any(other => other.Streams.ContainsKey(id)))) writer.Remove(id);
        try
        {
            writer.Commit();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
