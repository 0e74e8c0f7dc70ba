using Brasa.Core.Storage;
using Brasa.Storage.Sqlite;
using Brasa.Storage.Tests.Contracts;
using Microsoft.Data.Sqlite;

namespace Brasa.Storage.Tests.Sqlite;

public sealed class SqliteResourceStoreTests : ResourceListingContract
{
    private readonly TempDirectory directory = new();

    private string Database => directory["state", "brasa.db"];

    protected override IResourceStore Open() => new SqliteResourceStore(Database);

    protected override void Close(IResourceStore store) => ((SqliteResourceStore)store).Dispose();

    public override void Dispose()
    {
        base.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task A_file_of_a_newer_release_is_refused_and_left_as_it_is()
    {
        await Store.WriteAsync([Put(Key("a"))], Ct);
        Reopen();
        Sql("PRAGMA user_version = 7");

        var refusal = Assert.Throws<NotSupportedException>(() => Store);

        Assert.Equal(
            $"{Database} has schema version 7; this release knows versions up to 1. Run the release that wrote it, or a newer one.",
            refusal.Message);
        Assert.Equal(7L, Sql("PRAGMA user_version"));
        Assert.Equal(1L, Sql("SELECT count(*) FROM resource"));
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_file_and_its_log()
    {
        await Store.WriteAsync([Put(Key("a"))], Ct);

        foreach (var file in (string[])[Database, Database + "-wal", Database + "-shm"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Closing_commits_the_writes_that_wait()
    {
        var writes = Enumerable.Range(0, 100).Select(i => Store.WriteAsync([Put(Key($"{i}"))], Ct).AsTask()).ToList();

        Reopen();

        await Task.WhenAll(writes);
        Assert.Equal(100, (await Store.ListAsync(Functions, 1_000, null, Ct)).Items.Count);
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = Store;
        Reopen();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.GetAsync(Key("a"), Ct));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.WriteAsync([Put(Key("a"))], Ct));
        Close(store);
    }

    [Fact]
    public async Task A_failed_commit_fails_its_batches_and_not_the_store()
    {
        await Store.WriteAsync([Put(Key("a"))], Ct);
        Sql("CREATE TRIGGER full BEFORE INSERT ON resource WHEN new.name = 'b' BEGIN SELECT raise(ROLLBACK, 'disk full'); END");

        var failure = await Assert.ThrowsAsync<SqliteException>(async () => await Store.WriteAsync([Put(Key("b"))], Ct));

        Assert.Contains("disk full", failure.Message, StringComparison.Ordinal);
        Sql("DROP TRIGGER full");
        await Store.WriteAsync([Put(Key("b"))], Ct);
        Assert.NotNull(await Store.GetAsync(Key("b"), Ct));
    }

    private object? Sql(string text)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }
}
