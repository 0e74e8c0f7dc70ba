using Brasa.Core.Queues;
using Brasa.Storage.Sqlite;
using Brasa.Storage.Tests.Contracts;
using Microsoft.Data.Sqlite;

namespace Brasa.Storage.Tests.Sqlite;

public sealed class SqliteMessageStoreTests : MessageStoreContract
{
    private readonly TempDirectory directory = new();

    private string Database => directory["state", "messages.db"];

    protected override IMessageStore Open() => new SqliteMessageStore(Database);

    protected override void Close(IMessageStore store) => ((SqliteMessageStore)store).Dispose();

    public override void Dispose()
    {
        base.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task What_cannot_be_written_is_told_and_leaves_nothing_of_its_batch()
    {
        await Store.WriteAsync([Add("a", "1")], Ct);
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TRIGGER full BEFORE INSERT ON message WHEN new.body = x'32' BEGIN SELECT raise(ROLLBACK, 'disk full'); END";
            command.ExecuteNonQuery();
        }

        var failure = await Assert.ThrowsAsync<IOException>(() => Store.WriteAsync([Add("a", "3"), Add("a", "2")], Ct));

        Assert.Contains("disk full", failure.Message, StringComparison.Ordinal);
        await Store.WriteAsync([Add("a", "4")], Ct);
        Assert.Equal(2, Store.Load("a").Count());
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = Store;
        await store.WriteAsync([Add("a", "1")], Ct);
        Reopen();

        Assert.Throws<ObjectDisposedException>(() => store.ReadBody(1));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.WriteAsync([Add("a", "2")], Ct));
    }
}
