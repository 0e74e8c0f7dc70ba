using System.Text;
using Brasa.Core.Storage;
using Brasa.Lambda.Functions.Packages;
using Brasa.Lambda.Runtimes;

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
            await packages.AddAsync(zip, ct);
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

    /// <summary>The directory of what the code was compiled to for a runtime; <c>null</c> where it was not.</summary>
    public string? FindCompiled(BlobId id, RuntimeDescriptor runtime) => blobs.FindTree(CompiledId(id, runtime));

    /// <summary>Has the code compiled for a runtime, where that has not been done.</summary>
    public async Task AddCompiledAsync(BlobId id, RuntimeDescriptor runtime, Func<string, CancellationToken, Task> compile) =>
        await blobs.GetOrAddTreeAsync(CompiledId(id, runtime), compile, CancellationToken.None);

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
            Remove(id);
            foreach (var compiled in CompiledIds(id)) Remove(compiled);
        }
    }

    /// <summary>Removes what a crash left that nobody uses.</summary>
    public void RemoveUnused()
    {
        lock (uses)
        {
            var used = uses.Keys.Concat(uses.Keys.SelectMany(CompiledIds)).ToHashSet();
            foreach (var id in blobs.List().Where(id => !used.Contains(id)).ToList()) Remove(id);
        }
    }

    private void Remove(BlobId id)
    {
        blobs.DeleteTree(id);
        blobs.Delete(id);
    }

    private static IEnumerable<BlobId> CompiledIds(BlobId code) =>
        RuntimeDescriptor.All.Where(runtime => runtime.Compiler is not null).Select(runtime => CompiledId(code, runtime));

    /// <summary>What is compiled is named by what it is compiled from and for.</summary>
    private static BlobId CompiledId(BlobId code, RuntimeDescriptor runtime) => BlobId.Of(Encoding.UTF8.GetBytes($"{code} compiled for {runtime.Identifier}"));
}
