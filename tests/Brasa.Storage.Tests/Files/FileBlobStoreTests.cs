using Brasa.Core.Storage;
using Brasa.Storage.Files;
using Brasa.Storage.Tests.Contracts;

namespace Brasa.Storage.Tests.Files;

public sealed class FileBlobStoreTests : BlobStoreContract, IDisposable
{
    private const UnixFileMode Everything = (UnixFileMode)0xFFF;

    private readonly TempDirectory directory = new();

    protected override IBlobStore Open() => new FileBlobStore(this.directory["data", "blobs"]);

    public void Dispose() => this.directory.Dispose();

    [Fact]
    public async Task What_a_crash_left_half_made_is_removed()
    {
        var id = await Open().PutAsync("kept"u8.ToArray(), Ct);
        var half = this.directory["data", "blobs", "temp", "half"];
        Directory.CreateDirectory(Path.Combine(half, "deep"));
        await File.WriteAllTextAsync(Path.Combine(half, "deep", "file"), "", Ct);
        File.CreateSymbolicLink(Path.Combine(half, "link"), this.directory["data", "blobs", "blobs"]);

        using var kept = Open().OpenRead(id);

        Assert.NotNull(kept);
        Assert.Empty(Directory.GetFileSystemEntries(this.directory["data", "blobs", "temp"]));
    }

    [Fact]
    public async Task Nothing_temporary_stays_after_puts_failures_and_deletions()
    {
        var store = Open();
        await store.PutAsync("a"u8.ToArray(), Ct);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.PutAsync("b"u8.ToArray(), new CancellationToken(canceled: true)));
        await Assert.ThrowsAsync<NotSupportedException>(
            async () => await store.GetOrAddTreeAsync(Missing, (_, _) => throw new NotSupportedException(), Ct));
        await store.GetOrAddTreeAsync(Missing, FillAsync, Ct);
        store.DeleteTree(Missing);

        Assert.Empty(Directory.GetFileSystemEntries(this.directory["data", "blobs", "temp"]));
        Assert.Empty(Directory.GetFileSystemEntries(this.directory["data", "blobs", "trees"]));
    }

    [Fact]
    public async Task A_tree_can_be_read_by_all_and_written_by_its_owner_alone_whatever_its_fill_made()
    {
        var tree = await Open().GetOrAddTreeAsync(Missing, (directory, _) =>
        {
            Directory.CreateDirectory(Path.Combine(directory, "open"));
            File.WriteAllText(Path.Combine(directory, "open", "secret"), "");
            File.WriteAllText(Path.Combine(directory, "tool"), "");
            File.WriteAllText(Path.Combine(directory, "fixed"), "");
            File.SetUnixFileMode(Path.Combine(directory, "open"), Everything);
            File.SetUnixFileMode(Path.Combine(directory, "open", "secret"), UnixFileMode.None);
            File.SetUnixFileMode(Path.Combine(directory, "tool"), Everything);
            File.SetUnixFileMode(Path.Combine(directory, "fixed"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return Task.CompletedTask;
        }, Ct);

        Assert.Equal("755", Mode(tree));
        Assert.Equal("755", Mode(tree, "open"));
        Assert.Equal("444", Mode(tree, "open", "secret"));
        Assert.Equal("755", Mode(tree, "tool"));
        Assert.Equal("644", Mode(tree, "fixed"));
    }

    [Fact]
    public async Task A_link_in_a_tree_does_not_lend_its_mode_to_its_target()
    {
        var outside = this.directory["outside"];
        Directory.CreateDirectory(outside);
        await File.WriteAllTextAsync(Path.Combine(outside, "file"), "", Ct);
        File.SetUnixFileMode(Path.Combine(outside, "file"), UnixFileMode.UserRead);
        File.SetUnixFileMode(outside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await Open().GetOrAddTreeAsync(Missing, (directory, _) =>
        {
            File.CreateSymbolicLink(Path.Combine(directory, "file"), Path.Combine(outside, "file"));
            Directory.CreateSymbolicLink(Path.Combine(directory, "directory"), outside);
            Directory.CreateSymbolicLink(Path.Combine(directory, "nowhere"), "missing");
            return Task.CompletedTask;
        }, Ct);

        Assert.Equal("400", Mode(outside, "file"));
        Assert.Equal("700", Mode(outside));
    }

    [Fact]
    public async Task Trees_can_be_reached_by_all_and_blobs_by_the_owner_alone()
    {
        var id = await Open().PutAsync("a"u8.ToArray(), Ct);

        Assert.Equal("755", Mode(this.directory["data"]));
        Assert.Equal("755", Mode(this.directory["data", "blobs"]));
        Assert.Equal("755", Mode(this.directory["data", "blobs", "trees"]));
        Assert.Equal("700", Mode(this.directory["data", "blobs", "blobs"]));
        Assert.Equal("700", Mode(this.directory["data", "blobs", "temp"]));
        Assert.Equal("600", Mode(this.directory["data", "blobs", "blobs", id.Hex[..2], id.Hex]));
    }

    private static string Mode(params string[] path) => Convert.ToString((int)File.GetUnixFileMode(Path.Combine(path)), 8);
}
