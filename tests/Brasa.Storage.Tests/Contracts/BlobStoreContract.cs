using System.Security.Cryptography;
using Brasa.Core.Storage;

namespace Brasa.Storage.Tests.Contracts;

/// <summary>What every <see cref="IBlobStore"/> must do; a class for each implementation says how to open one.</summary>
public abstract class BlobStoreContract
{
    protected static readonly BlobId Missing = new(new string('0', 64));

    /// <summary>Opens the store; opened again it must find what was stored.</summary>
    protected abstract IBlobStore Open();

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected static Task FillAsync(string directory, CancellationToken ct) =>
        File.WriteAllTextAsync(Path.Combine(directory, "index.py"), "pass", ct);

    [Fact]
    public async Task A_blob_is_found_again_under_its_hash_also_after_a_restart()
    {
        var content = RandomNumberGenerator.GetBytes(300_000);

        var id = await Open().PutAsync(content, Ct);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), id.Hex);
        Assert.Equal(content, Read(Open(), id));
    }

    [Fact]
    public async Task An_empty_blob_is_a_blob()
    {
        var store = Open();

        Assert.Empty(Read(store, await store.PutAsync(default, Ct))!);
    }

    [Fact]
    public async Task Storing_the_same_bytes_at_once_and_again_keeps_them()
    {
        var store = Open();
        var content = RandomNumberGenerator.GetBytes(100_000);

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.PutAsync(content, Ct).AsTask())));

        Assert.Single(ids.Distinct());
        Assert.Equal(ids[0], await store.PutAsync(content, Ct));
        Assert.Equal(content, Read(store, ids[0]));
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_can_be_stored_again()
    {
        var store = Open();
        var id = await store.PutAsync("hello"u8.ToArray(), Ct);

        store.Delete(id);
        store.Delete(id);
        Assert.Null(store.OpenRead(id));

        await store.PutAsync("hello"u8.ToArray(), Ct);
        Assert.Equal("hello"u8.ToArray(), Read(store, id));
    }

    [Fact]
    public async Task A_blob_being_read_survives_its_deletion()
    {
        var store = Open();
        var id = await store.PutAsync("hello"u8.ToArray(), Ct);

        using var reading = new StreamReader(store.OpenRead(id)!);
        store.Delete(id);

        Assert.Equal("hello", await reading.ReadToEndAsync(Ct));
    }

    [Fact]
    public void There_is_nothing_under_a_name_never_stored() => Assert.Null(Open().OpenRead(Missing));

    [Fact]
    public async Task A_tree_is_filled_once_and_found_again_also_after_a_restart()
    {
        var path = await Open().GetOrAddTreeAsync(Missing, FillAsync, Ct);

        Assert.True(Path.IsPathFullyQualified(path));
        Assert.Equal("pass", await File.ReadAllTextAsync(Path.Combine(path, "index.py"), Ct));
        Assert.Equal(path, await Open().GetOrAddTreeAsync(Missing, (_, _) => throw new InvalidOperationException("filled twice"), Ct));
    }

    [Fact]
    public async Task Two_callers_at_once_fill_a_tree_once()
    {
        var store = Open();
        var filling = new TaskCompletionSource();
        var fills = 0;
        async Task Fill(string directory, CancellationToken ct)
        {
            Interlocked.Increment(ref fills);
            await filling.Task;
            await FillAsync(directory, ct);
        }

        var first = store.GetOrAddTreeAsync(Missing, Fill, Ct).AsTask();
        var second = store.GetOrAddTreeAsync(Missing, Fill, Ct).AsTask();
        Assert.False(first.IsCompleted || second.IsCompleted);
        filling.SetResult();

        Assert.Equal(await first, await second);
        Assert.Equal(1, fills);
    }

    [Fact]
    public async Task A_failed_fill_leaves_nothing_and_the_one_waiting_fills_instead()
    {
        var store = Open();
        var failing = new TaskCompletionSource();

        var first = store.GetOrAddTreeAsync(Missing, async (directory, ct) =>
        {
            await File.WriteAllTextAsync(Path.Combine(directory, "half"), "", ct);
            await failing.Task;
        }, Ct).AsTask();
        var second = store.GetOrAddTreeAsync(Missing, FillAsync, Ct).AsTask();
        failing.SetException(new InvalidDataException("bad zip"));

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => first);
        Assert.Equal("bad zip", failure.Message);
        Assert.Equal(["index.py"], Directory.GetFileSystemEntries(await second).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Cancelling_one_caller_leaves_the_other_its_tree()
    {
        var store = Open();
        var filling = new TaskCompletionSource();
        using var impatient = new CancellationTokenSource();

        var first = store.GetOrAddTreeAsync(Missing, async (directory, ct) =>
        {
            await filling.Task;
            await FillAsync(directory, ct);
        }, Ct).AsTask();
        var second = store.GetOrAddTreeAsync(Missing, FillAsync, impatient.Token).AsTask();
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        filling.SetResult();
        Assert.True(File.Exists(Path.Combine(await first, "index.py")));
    }

    [Fact]
    public async Task A_deleted_tree_is_filled_anew()
    {
        var store = Open();
        var path = await store.GetOrAddTreeAsync(Missing, FillAsync, Ct);

        store.DeleteTree(Missing);
        store.DeleteTree(Missing);
        Assert.False(Directory.Exists(path));

        Assert.Equal(path, await store.GetOrAddTreeAsync(Missing, FillAsync, Ct));
        Assert.True(File.Exists(Path.Combine(path, "index.py")));
    }

    private static byte[]? Read(IBlobStore store, BlobId id)
    {
        using var stream = store.OpenRead(id);
        if (stream is null)
            return null;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
