using Brasa.Core.Storage;

namespace Brasa.Storage.Tests.Contracts;

/// <summary>What <see cref="IResourceStore.ListAsync"/> must do in every store.</summary>
public abstract class ResourceListingContract : ResourceStoreContract
{
    private static readonly ResourcePrefix OneAccount = new("lambda", "function", "000000000000", "us-east-1");

    [Fact]
    public async Task A_listing_is_in_key_order_by_bytes_not_by_culture()
    {
        string[] names = ["B", "Z", "_", "a", "a-b", "ab", "é", "\uffee", "🔥"];
        await Store.WriteAsync([.. names.Reverse().Select(name => Put(Key(name)))], Ct);

        var page = await Store.ListAsync(Functions, 100, null, Ct);

        Assert.Equal(names, page.Items.Select(item => item.Key.Name));
        Assert.Null(page.Continuation);
    }

    [Fact]
    public async Task A_prefix_binds_whole_fields_from_the_left()
    {
        ResourceKey[] keys =
        [
            new("lambda", "function", "1", "eu", "a", "1"), new("lambda", "function", "1", "eu", "a", "2"),
            new("lambda", "function", "1", "eu", "ab"), new("lambda", "function", "1", "us", "a"),
            new("lambda", "function", "2", "eu", "a"), new("lambda", "functions", "1", "eu", "a"), new("sqs", "function", "1", "eu", "a"),
        ];
        await Store.WriteAsync([.. keys.Select(key => Put(key))], Ct);

        Assert.Equal(keys[..5], await Keys(new("lambda", "function")));
        Assert.Equal(keys[..4], await Keys(new("lambda", "function", "1")));
        Assert.Equal(keys[..3], await Keys(new("lambda", "function", "1", "eu")));
        Assert.Equal(keys[..2], await Keys(new("lambda", "function", "1", "eu", "a")));
        Assert.Empty(await Keys(new("lambda", "function", "3")));

        async Task<IEnumerable<ResourceKey>> Keys(ResourcePrefix prefix) =>
            (await Store.ListAsync(prefix, 100, null, Ct)).Items.Select(item => item.Key);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Pages_hold_everything_once_and_the_last_has_no_continuation(int limit)
    {
        ResourceKey[] keys = [.. from name in "abcd" from version in "12" select Key($"{name}", $"{version}")];
        await Store.WriteAsync([.. keys.Select(key => Put(key))], Ct);

        foreach (var prefix in (ResourcePrefix[])[Functions, OneAccount])
        {
            var found = new List<ResourceKey>();
            string? continuation = null;
            do
            {
                var page = await Store.ListAsync(prefix, limit, continuation, Ct);
                Assert.Equal(page.Continuation is null ? keys.Length - found.Count : limit, page.Items.Count);
                found.AddRange(page.Items.Select(item => item.Key));
                continuation = page.Continuation;
            }
            while (continuation is not null);

            Assert.Equal(keys, found);
        }
    }

    [Fact]
    public async Task A_continuation_stays_good_under_writes_and_a_restart()
    {
        await Store.WriteAsync([Put(Key("a")), Put(Key("c")), Put(Key("e"))], Ct);
        var first = await Store.ListAsync(Functions, 2, null, Ct);

        await Store.WriteAsync([Delete(Key("c")), Put(Key("b")), Put(Key("d"))], Ct);
        Reopen();

        var rest = await Store.ListAsync(Functions, 10, first.Continuation, Ct);
        Assert.Equal(["d", "e"], rest.Items.Select(item => item.Key.Name));
    }

    [Fact]
    public async Task A_continuation_of_another_listing_is_refused()
    {
        await Store.WriteAsync([Put(Key("a")), Put(Key("b")), Put(Key("a", account: "1")), Put(Key("b", account: "1"))], Ct);
        var token = (await Store.ListAsync(OneAccount, 1, null, Ct)).Continuation!;

        ResourcePrefix[] others =
            [Functions, OneAccount with { Account = "1" }, OneAccount with { Name = "a" }, OneAccount with { Region = null }];
        foreach (var other in others)
            await Assert.ThrowsAsync<FormatException>(async () => await Store.ListAsync(other, 1, token, Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("***")]
    [InlineData("_w")]
    [InlineData("MgBsYW1iZGEAZnVuY3Rpb24")]
    [InlineData("continuação")]
    public async Task A_continuation_that_is_none_is_refused(string continuation) =>
        await Assert.ThrowsAsync<FormatException>(async () => await Store.ListAsync(Functions, 1, continuation, Ct));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    public async Task A_page_holds_1_to_10000(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.ListAsync(Functions, limit, null, Ct));

    [Fact]
    public async Task A_prefix_with_a_gap_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ListAsync(Functions with { Region = "eu" }, 1, null, Ct));
}
