using System.Security.Cryptography;
using Brasa.Core.Storage;

namespace Brasa.Storage.Files;

/// <summary>Blobs as files in one directory, for one server process.</summary>
/// <remarks>
/// <c>blobs/ab/abcd…</c> and <c>temp/</c> are the owner's alone; <c>trees/abcd…</c> can be read by everyone, if the directories above
/// the store let them through. Everything is made in <c>temp/</c>, put on disk and renamed: a name that exists is whole, after a crash too.
/// </remarks>
public sealed class FileBlobStore : IBlobStore
{
    private readonly string blobs;
    private readonly string trees;
    private readonly string temp;
    private readonly KeyedLock<BlobId> filling = new();

    /// <summary>Opens the store, making its directories where there are none and removing what a crash left half-made.</summary>
    /// <param name="directory">Its directory, on one file system throughout.</param>
    public FileBlobStore(string directory)
    {
        var root = Path.GetFullPath(directory);
        this.blobs = Path.Combine(root, "blobs");
        this.trees = Path.Combine(root, "trees");
        this.temp = Path.Combine(root, "temp");

        if (Directory.Exists(this.temp))
            Directory.Delete(this.temp, recursive: true);
        Modes.CreateDirectory(root, Modes.SharedDirectory);
        Modes.CreateDirectory(this.temp, Modes.PrivateDirectory);
        Modes.CreateDirectory(this.trees, Modes.SharedDirectory);
        Modes.CreateDirectory(this.blobs, Modes.PrivateDirectory);
        // All 256 beforehand: a put then has one directory to sync.
        for (var shard = 0; shard <= byte.MaxValue; shard++)
            Modes.CreateDirectory(Path.Combine(this.blobs, shard.ToString("x2", provider: null)), Modes.PrivateDirectory);
        Disk.SyncDirectory(this.blobs);
        Disk.SyncDirectory(root);
    }

    /// <inheritdoc />
    public async ValueTask<BlobId> PutAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var id = BlobId.Of(content.Span);
        var path = BlobPath(id);
        if (!File.Exists(path))
        {
            var temp = NewTempPath();
            try
            {
                await WriteToDiskAsync(temp, content, ct);
                File.Move(temp, path, overwrite: true);
            }
            catch
            {
                File.Delete(temp);
                throw;
            }
        }

        // Also where the file was there: whoever renamed it may not have come to this line yet.
        Disk.SyncDirectory(Path.GetDirectoryName(path)!);
        return id;
    }

    /// <inheritdoc />
    public Stream? OpenRead(BlobId id)
    {
        try
        {
            return new FileStream(BlobPath(id), new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public void Delete(BlobId id) => File.Delete(BlobPath(id));

    /// <inheritdoc />
    /// <remarks>Callers for one tree take turns: the first that succeeds fills it, the others find it there.</remarks>
    public async ValueTask<string> GetOrAddTreeAsync(BlobId id, Func<string, CancellationToken, Task> fill, CancellationToken ct)
    {
        var path = TreePath(id);
        if (Directory.Exists(path))
            return path;

        using (await filling.TakeAsync(id, ct))
        {
            if (Directory.Exists(path))
                return path;
            await AddTreeAsync(path, fill, ct);
            return path;
        }
    }

    /// <inheritdoc />
    public string? FindTree(BlobId id) => TreePath(id) is var path && Directory.Exists(path) ? path : null;

    /// <inheritdoc />
    public void DeleteTree(BlobId id)
    {
        // Renamed first, so that nobody meets half a tree under its name.
        var doomed = NewTempPath();
        try
        {
            Directory.Move(TreePath(id), doomed);
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }
        Directory.Delete(doomed, recursive: true);
    }

    /// <inheritdoc />
    public IEnumerable<BlobId> List() =>
        Directory.EnumerateFiles(this.blobs, "*", SearchOption.AllDirectories).Concat(Directory.EnumerateDirectories(this.trees))
            .Select(path => new BlobId(Path.GetFileName(path)))
            .Distinct();

    private async Task AddTreeAsync(string path, Func<string, CancellationToken, Task> fill, CancellationToken ct)
    {
        var temp = NewTempPath();
        Directory.CreateDirectory(temp);
        try
        {
            await fill(temp, ct);
            Modes.Share(temp);
            // The renamed name may reach the disk before the files do; an empty file under it would look like code.
            Disk.SyncFileSystem(temp);
            Directory.Move(temp, path);
            Disk.SyncDirectory(this.trees);
        }
        catch
        {
            if (Directory.Exists(temp))
                Directory.Delete(temp, recursive: true);
            throw;
        }
    }

    private static async Task WriteToDiskAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
            UnixCreateMode = Modes.PrivateFile,
        });
        await file.WriteAsync(content, ct);
        file.Flush(flushToDisk: true);
    }

    private string BlobPath(BlobId id) => Path.Combine(this.blobs, id.Hex[..2], id.Hex);

    private string TreePath(BlobId id) => Path.Combine(this.trees, id.Hex);

    private string NewTempPath() => Path.Combine(this.temp, Path.GetRandomFileName());
}
