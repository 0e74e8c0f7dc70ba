using Brasa.Core.Errors;
using Brasa.Core.Storage;
using Brasa.Lambda.Functions.Packages;

namespace Brasa.Lambda.Tests.Functions.Packages;

public sealed class PackageStoreTests : UnpackingTest
{
    private readonly MemoryBlobs blobs;
    private readonly PackageStore packages;

    public PackageStoreTests()
    {
        blobs = new MemoryBlobs(Target);
        packages = new PackageStore(blobs);
    }

    [Fact]
    public async Task A_package_is_kept_and_unpacked_under_the_hash_of_its_zip()
    {
        var zip = new RawZip().Add("index.py", "pass").ToArray();

        var package = await packages.AddAsync(zip, Ct);

        Assert.Equal(BlobId.Of(zip), package);
        Assert.Equal(zip, blobs.Content[package]);
        Assert.Equal("pass", Text(Path.Combine(await packages.GetDirectoryAsync(package, Ct), "index.py")));
    }

    [Fact]
    public async Task A_removed_directory_is_unpacked_again()
    {
        var package = await packages.AddAsync(new RawZip().Add("index.py", "pass").ToArray(), Ct);
        blobs.DeleteTree(package);

        Assert.Equal("pass", Text(Path.Combine(await packages.GetDirectoryAsync(package, Ct), "index.py")));
    }

    [Fact]
    public async Task Of_a_refused_package_nothing_is_kept()
    {
        await Assert.ThrowsAnyAsync<AwsException>(() => packages.AddAsync(new RawZip().Add("good", "x").Link("bad", "..").ToArray(), Ct));

        Assert.Empty(blobs.Content);
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task An_empty_zip_is_refused()
    {
        var refusal = await Assert.ThrowsAnyAsync<AwsException>(() => packages.AddAsync(default, Ct));

        Assert.Equal("Uploaded file must be a non-empty zip", refusal.Message);
    }

    [Fact]
    public async Task A_package_never_added_has_no_directory() => await Assert.ThrowsAsync<FileNotFoundException>(
        async () => await packages.GetDirectoryAsync(new BlobId(new string('0', 64)), Ct));

    /// <summary>Blobs in memory; trees in a directory, kept only if their fill succeeds, as the port has it.</summary>
    private sealed class MemoryBlobs(string directory) : IBlobStore
    {
        public Dictionary<BlobId, byte[]> Content { get; } = [];

        public ValueTask<BlobId> PutAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
        {
            var id = BlobId.Of(content.Span);
            Content[id] = content.ToArray();
            return ValueTask.FromResult(id);
        }

        public Stream? OpenRead(BlobId id) => Content.TryGetValue(id, out var content) ? new MemoryStream(content) : null;

        public void Delete(BlobId id) => Content.Remove(id);

        public string? FindTree(BlobId id) => Path.Combine(directory, id.Hex) is var path && Directory.Exists(path) ? path : null;

        public async ValueTask<string> GetOrAddTreeAsync(BlobId id, Func<string, CancellationToken, Task> fill, CancellationToken ct)
        {
            var path = Path.Combine(directory, id.Hex);
            if (Directory.Exists(path))
                return path;
            Directory.CreateDirectory(path);
            try
            {
                await fill(path, ct);
                return path;
            }
            catch
            {
                DeleteTree(id);
                throw;
            }
        }

        public void DeleteTree(BlobId id) => Directory.Delete(Path.Combine(directory, id.Hex), recursive: true);

        public IEnumerable<BlobId> List() => Content.Keys;
    }
}
