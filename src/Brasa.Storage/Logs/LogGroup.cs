using System.Collections.Concurrent;
using Brasa.Core.Logs;
using Microsoft.Win32.SafeHandles;

namespace Brasa.Storage.Logs;

/// <summary>A group: its segments and streams, as readers see them. Only the writer changes them.</summary>
/// <param name="key">Whose it is.</param>
/// <param name="folder">Where its segments are.</param>
internal sealed class LogGroup(LogGroupKey key, string folder)
{
    private readonly Dictionary<string, StoredStream> streams = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<uint, StoredStream> streamsById = new();
    private readonly List<LogSegment> segments = [];
    private uint lastStream;

    public LogGroupKey Key => key;

    public string Folder => folder;

    /// <summary>Held to change anything, and to see several things as they are together.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The sequence of the next event.</summary>
    public long NextSequence { get; set; }

    /// <summary>The number of the next segment.</summary>
    public int NextSegment { get; private set; } = 1;

    /// <summary>Bytes of its files.</summary>
    public long Bytes
    {
        get
        {
            lock (Gate) return segments.Sum(segment => segment.FileLength);
        }
    }

    /// <summary>Its segments, the oldest first; for the writer alone.</summary>
    public IReadOnlyList<LogSegment> Segments => segments;

    /// <summary>The segment that is added to; <c>null</c> where the next event begins one.</summary>
    public LogSegment? Active => segments is [.., { IsSealed: false } last] ? last : null;

    /// <summary>Its streams by number.</summary>
    public IReadOnlyDictionary<uint, StoredStream> StreamsById => streamsById;

    /// <summary>A stream by its name.</summary>
    public StoredStream? Find(string stream)
    {
        lock (Gate) return streams.GetValueOrDefault(stream);
    }

    /// <summary>All streams, as others see them.</summary>
    public List<LogStreamDescription> Describe()
    {
        lock (Gate) return [.. streams.Values.Select(stream => stream.Describe())];
    }

    /// <summary>What is known of one stream.</summary>
    public LogStreamDescription? Describe(string stream)
    {
        lock (Gate) return streams.GetValueOrDefault(stream)?.Describe();
    }

    /// <summary>Adds a stream; <c>null</c> where there is one of that name.</summary>
    public StoredStream? TryAddStream(string name, long createdAt)
    {
        lock (Gate)
        {
            if (streams.ContainsKey(name)) return null;
            var stream = new StoredStream(lastStream + 1, name, createdAt);
            AddStream(stream);
            return stream;
        }
    }

    /// <summary>Adds a stream that was found in a segment; of two of one name the later one stays.</summary>
    public void AddStream(StoredStream stream)
    {
        lock (Gate)
        {
            lastStream = Math.Max(lastStream, stream.Id);
            if (streams.TryGetValue(stream.Name, out var other) && other.Id > stream.Id) return;
            if (other is not null) streamsById.TryRemove(other.Id, out _);
            streams[stream.Name] = stream;
            streamsById[stream.Id] = stream;
        }
    }

    /// <summary>Forgets a stream.</summary>
    public void RemoveStream(StoredStream stream)
    {
        lock (Gate)
        {
            if (streamsById.TryRemove(stream.Id, out _)) streams.Remove(stream.Name);
        }
    }

    /// <summary>Numbers up to this one have been given.</summary>
    public void ReserveStreams(uint upTo) => lastStream = Math.Max(lastStream, upTo);

    /// <summary>Adds a segment after the others.</summary>
    public void AddSegment(LogSegment segment)
    {
        lock (Gate)
        {
            segments.Add(segment);
            NextSegment = Math.Max(NextSegment, segment.Number + 1);
            NextSequence = Math.Max(NextSequence, segment.NextSequence);
        }
    }

    /// <summary>Takes another segment in the place of one, or none.</summary>
    /// <param name="old">What was there.</param>
    /// <param name="replacement">What is there now.</param>
    /// <param name="onDisk">Does the same to the files: nobody opens one meanwhile.</param>
    public void ReplaceSegment(LogSegment old, LogSegment? replacement, Action onDisk)
    {
        lock (Gate)
        {
            onDisk();
            var place = segments.IndexOf(old);
            if (replacement is null) segments.RemoveAt(place);
            else segments[place] = replacement;
            foreach (var id in old.Streams.Keys)
            {
                if (streamsById.TryGetValue(id, out var stream)) stream.Extent = ExtentOf(id);
            }
        }
    }

    /// <summary>Forgets all of it.</summary>
    /// <param name="onDisk">Does the same to the files: nobody opens one meanwhile.</param>
    public void RemoveAll(Action onDisk)
    {
        lock (Gate)
        {
            onDisk();
            segments.Clear();
            streams.Clear();
            streamsById.Clear();
        }
    }

    /// <summary>What all segments hold of a stream; under <see cref="Gate"/>.</summary>
    public StreamExtent ExtentOf(uint stream)
    {
        var extent = StreamExtent.None;
        foreach (var segment in segments)
        {
            if (segment.Streams.TryGetValue(stream, out var part)) extent = extent.With(part);
        }

        return extent;
    }

    /// <summary>Segments that hold events between two times, of some streams or of all, with the times of theirs.</summary>
    public List<(LogSegment Segment, long First, long Last)> SegmentsWith(IReadOnlySet<uint>? ids, long from, long before)
    {
        lock (Gate)
        {
            var found = new List<(LogSegment Segment, long First, long Last)>(segments.Count);
            foreach (var segment in segments)
            {
                var extent = segment.Extent;
                if (ids is not null)
                {
                    extent = StreamExtent.None;
                    foreach (var id in ids)
                    {
                        if (segment.Streams.TryGetValue(id, out var part)) extent = extent.With(part);
                    }
                }

                if (extent.Count > 0 && extent.Last >= from && extent.First < before) found.Add((segment, extent.First, extent.Last));
            }

            return found;
        }
    }

    /// <summary>Opens a segment's file; <c>null</c> where the segment has been removed or replaced.</summary>
    public SafeFileHandle? OpenToRead(LogSegment segment, out long length)
    {
        lock (Gate)
        {
            length = segment.Length;
            return segments.Contains(segment) ? SegmentFile.OpenToRead(segment.Path) : null;
        }
    }

    /// <summary>What has come in the place of a segment; <c>null</c> where nothing has.</summary>
    public LogSegment? Current(LogSegment segment)
    {
        lock (Gate) return segments.Find(other => other.Number == segment.Number);
    }
}
