using System.Text;
using Brasa.Core.Storage;

namespace Brasa.Storage.Tests.Contracts;

/// <summary>What every <see cref="IResourceStore"/> must do; a class for each implementation says how to open one.</summary>
public abstract class ResourceStoreContract : IDisposable
{
    private IResourceStore? opened;

    /// <summary>The store under test, opened on first use.</summary>
    protected IResourceStore Store => opened ??= Open();

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens the store; called again after <see cref="Close"/> it must find what was written.</summary>
    protected abstract IResourceStore Open();

    protected abstract void Close(IResourceStore store);

    public virtual void Dispose()
    {
        Reopen();
        GC.SuppressFinalize(this);
    }

    protected void Reopen()
    {
        if (opened is not null)
            Close(opened);
        opened = null;
    }

    protected static ResourceKey Key(string name, string qualifier = "", string account = "000000000000", string region = "us-east-1") =>
        new("lambda", "function", account, region, name, qualifier);

    protected static ResourceWrite Put(ResourceKey key, string json = "{}", long expected = ResourceWrite.AnyRevision) =>
        new(key, Encoding.UTF8.GetBytes(json), expected);

    protected static ResourceWrite Delete(ResourceKey key, long expected = ResourceWrite.AnyRevision) => new(key, null, expected);

    protected static string Json(StoredResource? stored) => Encoding.UTF8.GetString(stored!.Document.Span);

    protected static readonly ResourcePrefix Functions = new("lambda", "function");

    [Fact]
    public async Task What_was_written_is_read_back_under_its_key_and_revision()
    {
        var revision = await Store.WriteAsync([Put(Key("hello", "1"), """{"a":"é\u0000"}""")], Ct);

        var stored = await Store.GetAsync(Key("hello", "1"), Ct);

        Assert.Equal(Key("hello", "1"), stored!.Key);
        Assert.Equal(revision, stored.Revision);
        Assert.Equal("""{"a":"é\u0000"}""", Json(stored));
    }

    [Fact]
    public async Task What_was_never_written_is_null()
    {
        await Store.WriteAsync([Put(Key("hello", "1"))], Ct);

        Assert.Null(await Store.GetAsync(Key("hello"), Ct));
        Assert.Null(await Store.GetAsync(Key("Hello", "1"), Ct));
        Assert.Null(await Store.GetAsync(Key("hello", "1", region: "eu-west-1"), Ct));
    }

    [Fact]
    public async Task A_put_replaces_and_a_delete_removes()
    {
        await Store.WriteAsync([Put(Key("a"), "1")], Ct);
        await Store.WriteAsync([Put(Key("a"), "2")], Ct);
        Assert.Equal("2", Json(await Store.GetAsync(Key("a"), Ct)));

        await Store.WriteAsync([Delete(Key("a"))], Ct);
        Assert.Null(await Store.GetAsync(Key("a"), Ct));
        await Store.WriteAsync([Delete(Key("a"))], Ct);
    }

    [Fact]
    public async Task An_expected_revision_lets_the_write_through_once()
    {
        var first = await Store.WriteAsync([Put(Key("a"), "1")], Ct);
        var second = await Store.WriteAsync([Put(Key("a"), "2", first)], Ct);

        var conflict = await Assert.ThrowsAsync<ResourceConflictException>(
            async () => await Store.WriteAsync([Put(Key("a"), "3", first)], Ct));
        Assert.Equal(Key("a"), conflict.Key);
        await Assert.ThrowsAsync<ResourceConflictException>(async () => await Store.WriteAsync([Delete(Key("a"), first)], Ct));
        Assert.Equal("2", Json(await Store.GetAsync(Key("a"), Ct)));

        await Store.WriteAsync([Delete(Key("a"), second)], Ct);
        Assert.Null(await Store.GetAsync(Key("a"), Ct));
        await Assert.ThrowsAsync<ResourceConflictException>(async () => await Store.WriteAsync([Put(Key("a"), "4", second)], Ct));
    }

    [Fact]
    public async Task Expecting_absence_writes_only_where_nothing_is()
    {
        await Store.WriteAsync([Put(Key("a"), "1", ResourceWrite.Absent)], Ct);

        await Assert.ThrowsAsync<ResourceConflictException>(
            async () => await Store.WriteAsync([Put(Key("a"), "2", ResourceWrite.Absent)], Ct));
        Assert.Equal("1", Json(await Store.GetAsync(Key("a"), Ct)));
        await Store.WriteAsync([Delete(Key("b"), ResourceWrite.Absent)], Ct);
    }

    [Fact]
    public async Task A_batch_is_written_whole_under_one_revision()
    {
        var before = await Store.WriteAsync([Put(Key("gone"))], Ct);

        var revision = await Store.WriteAsync([Put(Key("a")), Delete(Key("gone"), before), Put(Key("b"))], Ct);

        Assert.Equal(revision, (await Store.GetAsync(Key("a"), Ct))!.Revision);
        Assert.Equal(revision, (await Store.GetAsync(Key("b"), Ct))!.Revision);
        Assert.Null(await Store.GetAsync(Key("gone"), Ct));
    }

    [Fact]
    public async Task A_conflict_leaves_nothing_of_its_batch_and_names_the_first_key()
    {
        await Store.WriteAsync([Put(Key("kept"), "1"), Put(Key("taken"))], Ct);

        var conflict = await Assert.ThrowsAsync<ResourceConflictException>(async () => await Store.WriteAsync(
        [
            Put(Key("new")),
            Delete(Key("kept")),
            Put(Key("taken"), "{}", ResourceWrite.Absent),
            Put(Key("other"), "{}", expected: 12_345),
        ], Ct));

        Assert.Equal(Key("taken"), conflict.Key);
        Assert.Null(await Store.GetAsync(Key("new"), Ct));
        Assert.Equal("1", Json(await Store.GetAsync(Key("kept"), Ct)));
    }

    [Fact]
    public async Task A_batch_may_not_write_a_key_twice() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.WriteAsync([Put(Key("a")), Delete(Key("a"))], Ct));

    [Fact]
    public async Task Revisions_grow_and_are_never_used_again_even_after_a_delete_and_a_restart()
    {
        var last = 0L;
        for (var i = 0; i < 3; i++)
        {
            foreach (var write in (ResourceWrite[])[Put(Key("a")), Delete(Key("a"))])
            {
                var revision = await Store.WriteAsync([write], Ct);
                Assert.True(revision > last);
                last = revision;
            }
            Reopen();
        }
    }

    [Fact]
    public async Task Concurrent_batches_succeed_or_fail_each_for_itself()
    {
        await Store.WriteAsync([Put(Key("taken"))], Ct);

        var writes = Enumerable.Range(0, 200).Select(async i =>
        {
            try
            {
                await Store.WriteAsync([Put(Key($"n{i}")), Put(Key(i % 2 == 0 ? "taken" : $"free{i}"), "{}", ResourceWrite.Absent)], Ct);
                return true;
            }
            catch (ResourceConflictException)
            {
                return false;
            }
        }).ToList();
        var written = await Task.WhenAll(writes);

        for (var i = 0; i < written.Length; i++)
        {
            Assert.Equal(i % 2 == 1, written[i]);
            Assert.Equal(written[i], await Store.GetAsync(Key($"n{i}"), Ct) is not null);
        }
    }

    [Fact]
    public async Task Of_concurrent_writers_with_one_expectation_exactly_one_wins()
    {
        var revision = await Store.WriteAsync([Put(Key("a"))], Ct);

        var wins = await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            try
            {
                await Store.WriteAsync([Put(Key("a"), $"{i}", revision)], Ct);
                return 1;
            }
            catch (ResourceConflictException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, wins.Sum());
    }

    [Fact]
    public async Task A_write_cancelled_beforehand_is_not_written()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.WriteAsync([Put(Key("a"))], new CancellationToken(canceled: true)));

        Assert.Null(await Store.GetAsync(Key("a"), Ct));
    }

    [Fact]
    public async Task What_cannot_be_a_key_is_refused()
    {
        // Half a surrogate pair would be stored as U+FFFD and meet another key there.
        foreach (var name in (string[])["a\0b", "\ud800", "\ufffd\udc00"])
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.WriteAsync([Put(Key(name))], Ct));
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.GetAsync(Key(name), Ct));
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.ListAsync(new(name, "function"), 1, null, Ct));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\ufffd")]
    [InlineData("'; DROP TABLE resource; --")]
    [InlineData("🔥/$LATEST?%_*")]
    public async Task Any_other_text_is_a_key(string name)
    {
        await Store.WriteAsync([Put(Key(name, name))], Ct);

        Assert.Equal(Key(name, name), (await Store.GetAsync(Key(name, name), Ct))!.Key);
        Assert.Equal(Key(name, name), Assert.Single((await Store.ListAsync(Functions, 10, null, Ct)).Items).Key);
    }

    [Fact]
    public async Task Everything_is_still_there_after_a_restart()
    {
        var revision = await Store.WriteAsync([Put(Key("a"), "[1]")], Ct);

        Reopen();

        var stored = await Store.GetAsync(Key("a"), Ct);
        Assert.Equal((revision, "[1]"), (stored!.Revision, Json(stored)));
    }
}
