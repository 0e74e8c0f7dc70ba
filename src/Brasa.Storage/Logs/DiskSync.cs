using System.Collections.Concurrent;
using Brasa.Storage.Files;
using Microsoft.Extensions.Logging;

namespace Brasa.Storage.Logs;

/// <summary>Puts on disk what was written, once a second: nobody waits for it, and what the machine loses with its power is no more than that.</summary>
internal sealed class DiskSync : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> touched = new();
    private readonly Lock gate = new();
    private readonly ILogger log;
    private readonly ITimer timer;

    /// <param name="clock">Time.</param>
    /// <param name="log">The server's log.</param>
    public DiskSync(TimeProvider clock, ILogger log)
    {
        this.log = log;
        timer = clock.CreateTimer(_ => Sync(), null, Interval, Interval);
    }

    /// <summary>A file was written to.</summary>
    public void Touch(string path) => touched[path] = true;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        lock (gate) SyncAll();
    }

    private void Sync()
    {
        if (!gate.TryEnter()) return;
        try
        {
            SyncAll();
        }
        finally
        {
            gate.Exit();
        }
    }

    private void SyncAll()
    {
        foreach (var path in touched.Keys)
        {
            touched.TryRemove(path, out _);
            try
            {
                using (var file = SegmentFile.OpenToRead(path)) RandomAccess.FlushToDisk(file);
                Disk.SyncDirectory(Path.GetDirectoryName(path)!);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Removed meanwhile, most often.
                if (File.Exists(path)) log.NotSynced(failure, path);
            }
        }
    }
}
