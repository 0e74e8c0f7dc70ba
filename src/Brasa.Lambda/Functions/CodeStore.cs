using Brasa.Core.Storage;
using Brasa.Lambda.Functions.Packages;

namespace Brasa.Lambda.Functions;

/// <summary>Deployment packages, each kept as its zip and unpacked, for as long as a function or one of its environments needs it.</summary>
internal sealed class CodeStore(IBlobStore blobs)
{
    private readonly PackageStore packages = new(blobs);
    private readonly Dictionary<BlobId, int> uses = [];

    /// <summary>Checks, unpacks and stores a package, in use by the caller until <see cref="Release"/>.</summary>
    /// <exception cref="Brasa.Core.Errors.AwsException">It is no package that Lambda takes; nothing of it is kept.</exception>
    public async Task<BlobId> AddAsync(ReadOnlyMemory<byte> zip, CancellationToken ct)
    {
        var id = BlobId.Of(zip.Span);
        Retain(id);
        try
        {
            await packages.AddUploadedAsync(zip, ct);
            return id;
        }
        catch
        {
            Release(id);
            throw;
        }
    }

    /// <summary>The directory that <c>/var/task</c> shows.</summary>
    public ValueTask<string> TreeAsync(BlobId id, CancellationToken ct) => packages.GetDirectoryAsync(id, ct);

    /// <summary>The zip, for downloading; <c>null</c> where there is none.</summary>
    public Stream? OpenRead(BlobId id) => blobs.OpenRead(id);

    /// <summary>One more user of the package.</summary>
    public void Retain(BlobId id)
    {
        lock (uses) uses[id] = uses.GetValueOrDefault(id) + 1;
    }

    /// <summary>One user less; after the last, the package is removed.</summary>
    public void Release(BlobId id)
    {
        lock (uses)
        {
            if (--uses[id] > 0) return;
            uses.Remove(id);
            blobs.DeleteTree(id);
            blobs.Delete(id);
        }
    }

    /// <summary>Removes what a crash left that nobody uses.</summary>
    public void RemoveUnused()
    {
        lock (uses)
        {
            foreach (var id in blobs.List().Where(id => !uses.ContainsKey(id)).ToList())
            {
                blobs.DeleteTree(id);
                blobs.Delete(id);
            }
        }
    }
}
