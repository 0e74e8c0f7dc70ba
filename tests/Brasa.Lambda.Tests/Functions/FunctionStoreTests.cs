using Brasa.Contracts.Lambda;
using Brasa.Lambda.Aliases;
using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Lambda.Versions;

namespace Brasa.Lambda.Tests.Functions;

public sealed class FunctionStoreTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly StoredFunctions functions = new();

    [Fact]
    public async Task Versions_aliases_and_settings_are_there_again_after_a_restart()
    {
        await functions.AddAsync("hello", reserved: 7);
        await PublishAsync();
        await functions.Store.UpdateAsync(StoredFunctions.Hello, function => function with
        {
            Aliases = function.Aliases.Add("live", new Alias("live", "1", "what is live", null, "r")),
            Latest = function.Latest with { Description = "changed" },
        }, None);
        await PublishAsync();

        var before = functions.Store.GetFunction(StoredFunctions.Hello);
        var store = await functions.ReloadAsync();
        var after = store.GetFunction(StoredFunctions.Hello);

        Assert.Equal(["$LATEST", "1", "2"], after.All.Select(version => version.Version));
        Assert.Equal(["", "changed"], after.Versions.Values.Select(version => version.Description));
        Assert.Equal((before.Latest, 2, 7, before.Aliases["live"]), (after.Latest, after.LastNumber, after.ReservedConcurrency, after.Aliases["live"]));
        Assert.Equal(functions.Store.Total(after.Key.Account, after.Key.Region), store.Total(after.Key.Account, after.Key.Region));
    }

    [Fact]
    public async Task A_deleted_version_and_a_deleted_function_are_gone_after_a_restart()
    {
        await functions.AddAsync("hello");
        await functions.AddAsync("other");
        await PublishAsync();
        await functions.Store.UpdateAsync(StoredFunctions.Hello, function => function with { Versions = function.Versions.Remove(1) }, None);

        Assert.Empty((await functions.ReloadAsync()).GetFunction(StoredFunctions.Hello).Versions);

        await PublishAsync("again");
        await functions.Store.RemoveAsync(StoredFunctions.Hello, None);
        await functions.AddAsync("hello");
        Assert.Empty((await functions.ReloadAsync()).GetFunction(StoredFunctions.Hello).Versions);
    }

    [Fact]
    public async Task Environment_variables_are_stored_encrypted()
    {
        await functions.AddAsync("hello");
        await functions.Store.UpdateAsync(StoredFunctions.Hello,
            function => function with { Latest = function.Latest with { Variables = new Dictionary<string, string> { ["TOKEN"] = "very secret" } } }, None);
        await PublishAsync();

        Assert.True(functions.ReadStored().AsSpan().IndexOf("python3.12"u8) > 0);
        Assert.Equal(-1, functions.ReadStored().AsSpan().IndexOf("very secret"u8));
        var again = (await functions.ReloadAsync()).GetFunction(StoredFunctions.Hello);
        Assert.All(again.All, version => Assert.Equal("very secret", version.Variables!["TOKEN"]));
        Assert.Same(again, Publishing.Publish(again, null, DateTimeOffset.UnixEpoch, out _));
    }

    [Fact]
    public async Task Totals_follow_every_change()
    {
        await functions.AddAsync("hello", reserved: 5);
        await functions.AddAsync("other", reserved: 6);
        await PublishAsync();
        Assert.Equal(new AccountTotal(2, 300, 11, 0), Total());

        await functions.Store.UpdateAsync(StoredFunctions.Hello, function => function with { ReservedConcurrency = null }, None);
        Assert.Equal(new AccountTotal(2, 300, 6, 0), Total());

        await functions.Store.RemoveAsync(StoredFunctions.Hello, None);
        Assert.Equal(new AccountTotal(1, 100, 6, 0), Total());
    }

    /// <remarks>AWS Lambda developer guide, "Lambda quotas": 75 GB of packages.</remarks>
    [Fact]
    public async Task An_account_s_packages_have_75_GB_together()
    {
        const long Quota = 75L << 30;
        await functions.Store.AddAsync(new Function { Latest = Sample.Function() with { CodeSize = Quota - 10 } }, None);

        functions.Store.RequireCodeStorage(StoredFunctions.Hello.Key, 10);
        functions.Store.RequireCodeStorage(StoredFunctions.Hello.Key with { Account = "210987654321" }, Quota);
        Assert.Throws<CodeStorageExceededException>(() => functions.Store.RequireCodeStorage(StoredFunctions.Hello.Key, 11));
    }

    [Fact]
    public async Task What_is_provisioned_is_a_part_of_what_is_reserved()
    {
        await functions.AddAsync("hello", reserved: 5);
        await PublishAsync();
        await functions.Store.UpdateAsync(StoredFunctions.Hello,
            function => function with { Provisioned = function.Provisioned.Add("1", new ProvisionedConcurrency(3, DateTimeOffset.UnixEpoch)) }, None);
        Assert.Equal(new AccountTotal(1, 200, 5, 0), Total());

        await functions.Store.UpdateAsync(StoredFunctions.Hello, function => function with { ReservedConcurrency = null }, None);
        Assert.Equal(new AccountTotal(1, 200, 0, 3), Total());
        Assert.Equal(Total(), (await functions.ReloadAsync()).Total(StoredFunctions.Hello.Key.Account, StoredFunctions.Hello.Key.Region));

        await functions.Store.UpdateAsync(StoredFunctions.Hello, function => function.WithoutVersion(1), None);
        Assert.Equal(new AccountTotal(1, 100, 0, 0), Total());
    }

    [Fact]
    public async Task Functions_are_listed_by_name_from_any_name_on()
    {
        foreach (var name in new[] { "c", "a", "B", "b" }) await functions.AddAsync(name);
        var key = StoredFunctions.Hello.Key;

        Assert.Equal(["B", "a", "b", "c"], functions.Store.List(key.Account, key.Region, null).Select(function => function.Key.Name));
        Assert.Equal(["b", "c"], functions.Store.List(key.Account, key.Region, "aa").Select(function => function.Key.Name));
        Assert.Equal(["c"], functions.Store.List(key.Account, key.Region, "b").Select(function => function.Key.Name));
        Assert.Empty(functions.Store.List(key.Account, "us-east-1", null));
        Assert.Empty(functions.Store.List("000000000000", key.Region, null));
    }

    [Fact]
    public async Task Names_keep_their_order_over_a_restart()
    {
        string[] names = ["B", "_", "a", "a-", "a1"];
        await functions.AddAsync("hello");
        foreach (var name in names)
            await functions.Store.UpdateAsync(StoredFunctions.Hello, function => function with { Aliases = function.Aliases.Add(name, new Alias(name, "1", "", null, "r")) }, None);

        Assert.Equal(names.Order(StringComparer.Ordinal), functions.Store.GetFunction(StoredFunctions.Hello).Aliases.Keys);
        Assert.Equal(names.Order(StringComparer.Ordinal), (await functions.ReloadAsync()).GetFunction(StoredFunctions.Hello).Aliases.Keys);
    }

    [Fact]
    public async Task Changes_made_at_once_are_all_made()
    {
        await functions.AddAsync("hello");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => functions.Store.UpdateAsync(StoredFunctions.Hello,
            function => function with { Aliases = function.Aliases.Add($"a{i}", new Alias($"a{i}", "$LATEST", "", null, "r")) }, None)));

        Assert.Equal(20, functions.Store.GetFunction(StoredFunctions.Hello).Aliases.Count);
        Assert.Equal(20, (await functions.ReloadAsync()).GetFunction(StoredFunctions.Hello).Aliases.Count);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("01")]
    [InlineData("nobody")]
    [InlineData("99999999999999999999")]
    public async Task What_is_not_there_is_not_found(string qualifier)
    {
        await functions.AddAsync("hello");
        await PublishAsync();
        var missing = StoredFunctions.Hello with { Qualifier = qualifier };
        Assert.Equal($"Function not found: {missing.Arn}", Assert.Throws<ResourceNotFoundException>(() => functions.Store.Get(missing)).Message);
    }

    public void Dispose() => functions.Dispose();

    private AccountTotal Total() => functions.Store.Total(StoredFunctions.Hello.Key.Account, StoredFunctions.Hello.Key.Region);

    private Task<Function> PublishAsync(string? description = null) =>
        functions.Store.UpdateAsync(StoredFunctions.Hello, function => Publishing.Publish(function, description, DateTimeOffset.UnixEpoch, out _), None);
}
