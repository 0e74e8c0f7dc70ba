using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Brasa.Core.Logs;
using Brasa.Storage.Files;
using Microsoft.Extensions.Logging;

namespace Brasa.Storage.Logs;

/// <summary>All groups that have anything stored, each in a folder of its own.</summary>
internal sealed class LogGroups
{
    /// <summary>Begins the names of folders that are being deleted.</summary>
    private const string Deleted = "deleted-";

    /// <summary>Sequences that a start leaves out: a power cut may have taken the blocks that had them.</summary>
    private const long SequenceGap = 1 << 20;

    private readonly ConcurrentDictionary<LogGroupKey, LogGroup> groups = new();
    private readonly string root;
    private readonly ILogger log;

    /// <summary>Opens what is in a directory; a group's segment that cannot be read is put aside.</summary>
    public LogGroups(string root, ILogger log)
    {
        (this.root, this.log) = (root, log);
        foreach (var folder in Directory.EnumerateDirectories(root).ToList())
        {
            if (Path.GetFileName(folder).StartsWith(Deleted, StringComparison.Ordinal)) Directory.Delete(folder, recursive: true);
            else Open(folder);
        }
    }

    /// <summary>All of them.</summary>
    public IEnumerable<LogGroup> All => groups.Values;

    /// <summary>A group, if anything was ever stored in it.</summary>
    public bool TryGet(LogGroupKey key, [NotNullWhen(true)] out LogGroup? group) => groups.TryGetValue(key, out group);

    /// <summary>A group; a new one where there is none.</summary>
    public LogGroup GetOrAdd(LogGroupKey key) => groups.GetOrAdd(key, _ => new LogGroup(key, SegmentFile.FolderOf(root, key)));

    /// <summary>Removes a group with its files. Renamed first, so that a crash leaves no half of it.</summary>
    public void Remove(LogGroupKey key)
    {
        if (!groups.TryRemove(key, out var group)) return;
        var doomed = Path.Combine(root, Deleted + Path.GetRandomFileName());
        group.RemoveAll(() =>
        {
            if (Directory.Exists(group.Folder)) Directory.Move(group.Folder, doomed);
        });
        if (Directory.Exists(doomed)) Directory.Delete(doomed, recursive: true);
    }

    private void Open(string folder)
    {
        LogGroup? group = null;
        var streams = new Dictionary<uint, StoredStream>();
        foreach (var unfinished in Directory.EnumerateFiles(folder, "*" + SegmentRewriter.Unfinished).ToList()) File.Delete(unfinished);
        foreach (var (number, path) in SegmentFile.In(folder).ToList())
        {
            if (TryLoad(number, path, folder, streams) is not var (key, segment)) continue;
            group ??= groups.GetOrAdd(key, _ => new LogGroup(key, folder));
            group.AddSegment(segment);
        }

        if (group is null) return;
        group.NextSequence += SequenceGap;
        Finish(group, streams);
    }

    private (LogGroupKey Group, LogSegment Segment)? TryLoad(int number, string path, string folder, Dictionary<uint, StoredStream> streams)
    {
        try
        {
            if (new FileInfo(path).Length == 0)
            {
                File.Delete(path);
                return null;
            }

            var segment = SegmentFile.Load(number, path, streams, out var group);
            if (segment is not null && SegmentFile.FolderOf(root, group!) == folder) return (group!, segment);
            log.SegmentPutAside(path, null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            log.SegmentPutAside(path, failure);
        }

        File.Move(path, path + ".unreadable", overwrite: true);
        return null;
    }

    /// <summary>Puts together what the segments say; only the last of them is added to, from where it is whole.</summary>
    private static void Finish(LogGroup group, Dictionary<uint, StoredStream> streams)
    {
        foreach (var segment in group.Segments.SkipLast(1)) segment.IsSealed = true;
        if (group.Active is { } active && active.FileLength > active.Length)
        {
            using var file = SegmentFile.OpenToWrite(active.Path);
            RandomAccess.SetLength(file, active.Length);
            active.FileLength = active.Length;
        }

        var removed = group.Segments.SelectMany(segment => segment.Removed).ToHashSet();
        foreach (var id in removed.Concat(group.Segments.SelectMany(segment => segment.Streams.Keys))) group.ReserveStreams(id);
        foreach (var stream in streams.Values.Where(stream => !removed.Contains(stream.Id))) group.AddStream(stream);
        foreach (var (id, extent) in group.Segments.SelectMany(segment => segment.Streams))
        {
            if (group.StreamsById.TryGetValue(id, out var stream)) stream.Extent = stream.Extent.With(extent);
        }
    }
}
