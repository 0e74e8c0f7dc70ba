using System.Collections.Concurrent;
using Brasa.Core.Logs;

namespace Brasa.Storage.Files;

/// <summary>Log streams as text files, one line an event: <c>account/region/group/stream.log</c>.</summary>
/// <remarks>Events are written every <see cref="Interval"/>; a crash loses what came since. A group keeps its newest streams only.</remarks>
public sealed class LogFiles : ILogStreams, IAsyncDisposable
{
    /// <summary>How often what is buffered is written.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Streams that a group keeps.</summary>
    private const int StreamsPerGroup = 100;

    private readonly string directory;
    private readonly ConcurrentDictionary<LogFile, bool> open = new();
    private readonly ITimer flusher;

    /// <param name="directory">Where the files are kept; made where there is none.</param>
    /// <param name="clock">Time.</param>
    public LogFiles(string directory, TimeProvider clock)
    {
        this.directory = directory;
        Modes.CreateDirectory(directory, Modes.PrivateDirectory);
        flusher = clock.CreateTimer(_ => Flush(), null, Interval, Interval);
    }

    /// <inheritdoc />
    public ILogStream Open(LogGroupKey group, string stream)
    {
        var folder = Path.Combine(directory, group.Account, group.Region, FileName(group.Name));
        var file = new LogFile(Path.Combine(folder, FileName(stream) + ".log"), () => RemoveOldest(folder), closed => open.TryRemove(closed, out _));
        open[file] = true;
        return file;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await flusher.DisposeAsync();
        foreach (var file in open.Keys) file.Dispose();
    }

    private void Flush()
    {
        foreach (var file in open.Keys) file.Flush();
    }

    /// <summary>Names of groups and streams hold slashes; none of them may lead anywhere.</summary>
    private static string FileName(string name) => name.Trim('/').Replace('/', '_').Replace("..", "__", StringComparison.Ordinal);

    private static void RemoveOldest(string folder)
    {
        var old = new DirectoryInfo(folder).GetFiles("*.log").OrderByDescending(file => file.LastWriteTimeUtc).Skip(StreamsPerGroup - 1);
        foreach (var file in old) file.Delete();
    }
}
