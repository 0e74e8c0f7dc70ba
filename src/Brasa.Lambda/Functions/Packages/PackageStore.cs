using System.Runtime.InteropServices;
using Brasa.Core.Errors;
using Brasa.Core.Storage;

namespace Brasa.Lambda.Functions.Packages;

/// <summary>Keeps packages as blobs, and unpacked beside them for the sandboxes.</summary>
internal sealed class PackageStore(IBlobStore blobs)
{
    /// <summary>Unpacks and keeps a zip.</summary>
    /// <exception cref="AwsException">The zip cannot be used; nothing of it is kept.</exception>
    public async Task<BlobId> AddAsync(ReadOnlyMemory<byte> zip, CancellationToken ct)
    {
        if (zip.IsEmpty)
            throw PackageErrors.Empty();

        // The tree first: a refused zip then never was a blob, and no blob that others share has to be taken back.
        var id = BlobId.Of(zip.Span);
        await blobs.GetOrAddTreeAsync(id, (directory, token) => UnpackAsync(AsStream(zip), directory, token), ct);
        await blobs.PutAsync(zip, ct);
        return id;
    }

    /// <summary>The directory that the package is unpacked in, unpacked again where it has been removed.</summary>
    /// <exception cref="FileNotFoundException">There is no such package.</exception>
    public ValueTask<string> GetDirectoryAsync(BlobId id, CancellationToken ct) =>
        blobs.GetOrAddTreeAsync(id, async (directory, token) =>
        {
            await using var zip = blobs.OpenRead(id) ?? throw new FileNotFoundException($"There is no package {id}.");
            await UnpackAsync(zip, directory, token);
        }, ct);

    private static Task UnpackAsync(Stream zip, string directory, CancellationToken ct) =>
        ZipUnpacker.UnpackAsync(zip, directory, FunctionLimits.UnzippedBytes, ct);

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
