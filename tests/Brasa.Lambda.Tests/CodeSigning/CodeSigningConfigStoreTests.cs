using Brasa.Contracts.Lambda;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Lambda.CodeSigning;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Tests.Fakes;

namespace Brasa.Lambda.Tests.CodeSigning;

public sealed class CodeSigningConfigStoreTests : IDisposable
{
    private const string Account = "123456789012";
    private const string Region = "eu-west-1";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly FunctionKey Hello = StoredFunctions.Hello.Key;

    private readonly StoredFunctions functions = new();
    private readonly CodeSigningConfigStore configs;

    public CodeSigningConfigStoreTests() => configs = new CodeSigningConfigStore(functions.Resources);

    [Fact]
    public async Task Configurations_and_references_to_them_are_there_again_after_a_restart()
    {
        var kept = await AddAsync("b");
        var deleted = await AddAsync("a");
        await functions.AddAsync("hello");
        await ReferAsync(kept.Arn);
        await configs.UpdateAsync(kept.Arn, Context(), config => config with { Description = "changed", Tags = new Dictionary<string, string> { ["a"] = "1" } }, None);
        await configs.RemoveAsync(deleted.Arn, Context(), _ => { }, None);

        using var again = new CodeSigningConfigStore(functions.Resources);
        await again.LoadAsync(None);

        Assert.Equivalent(kept with { Description = "changed", Tags = new Dictionary<string, string> { ["a"] = "1" } }, Assert.Single(again.List(Account, Region)), strict: true);
        Assert.Equal(kept.Arn, (await functions.ReloadAsync()).GetFunction(StoredFunctions.Hello).CodeSigningConfigArn);
    }

    [Fact]
    public async Task A_configuration_is_found_in_its_own_account_and_region_only()
    {
        var arn = (await AddAsync("a")).Arn;

        Assert.Equal(arn, configs.Get(arn, Context()).Arn);
        Assert.Throws<ResourceNotFoundException>(() => configs.Get(arn, Context() with { Account = "999999999999" }));
        Assert.Throws<ResourceNotFoundException>(() => configs.Get(arn, Context() with { Region = "us-east-1" }));
        Assert.Equal(arn, configs.Require(arn, Hello).Arn);
        Assert.Throws<CodeSigningConfigNotFoundException>(() => configs.Require(arn, Hello with { Account = "999999999999" }));
        Assert.Throws<CodeSigningConfigNotFoundException>(() => configs.Require(arn, Hello with { Region = "us-east-1" }));
        Assert.Empty(configs.List("999999999999", Region));
        Assert.Empty(configs.List(Account, "us-east-1"));
    }

    [Fact]
    public async Task A_function_that_comes_to_refer_to_a_configuration_keeps_it_from_being_deleted()
    {
        var arn = (await AddAsync("a")).Arn;
        await functions.AddAsync("hello");
        var begun = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        var referring = configs.ReferAsync(arn, Hello, async () =>
        {
            begun.SetResult();
            await mayEnd.Task;
            await functions.Store.UpdateAsync(StoredFunctions.Hello, function => function with { CodeSigningConfigArn = arn }, None);
        }, None);

        await begun.Task;
        var deleting = new DeleteCodeSigningConfig(configs, functions.Store).HandleAsync(new DeleteCodeSigningConfigRequest { CodeSigningConfigArn = arn }, Context(), None);
        Assert.False(deleting.IsCompleted);

        mayEnd.SetResult();
        await referring;
        await Assert.ThrowsAsync<ResourceConflictException>(() => deleting);
        Assert.Equal(arn, configs.Require(arn, Hello).Arn);
    }

    [Fact]
    public async Task Nothing_refers_to_a_configuration_that_is_deleted()
    {
        var arn = (await AddAsync("a")).Arn;
        await functions.AddAsync("hello");
        await configs.RemoveAsync(arn, Context(), _ => { }, None);

        await Assert.ThrowsAsync<CodeSigningConfigNotFoundException>(() => ReferAsync(arn));
        Assert.Null(functions.Store.GetFunction(StoredFunctions.Hello).CodeSigningConfigArn);
    }

    [Fact]
    public async Task Changes_made_at_once_are_all_made()
    {
        var arn = (await AddAsync("a")).Arn;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => configs.UpdateAsync(arn, Context(), config => config with { Publishers = [.. config.Publishers, $"{i}"] }, None)));

        Assert.Equal(20, configs.Get(arn, Context()).Publishers.Count);
    }

    public void Dispose()
    {
        configs.Dispose();
        functions.Dispose();
    }

    private async Task<SigningConfig> AddAsync(string id)
    {
        var config = new SigningConfig { Account = Account, Region = Region, Id = $"csc-{id}", Publishers = [], Policy = "Warn", LastModified = DateTimeOffset.UnixEpoch };
        await configs.AddAsync(config, None);
        return config;
    }

    private Task ReferAsync(string arn) =>
        configs.ReferAsync(arn, Hello, () => functions.Store.UpdateAsync(StoredFunctions.Hello, function => function with { CodeSigningConfigArn = arn }, None), None);

    private static RequestContext Context() => new()
    {
        RequestId = "id",
        Account = Account,
        Region = Region,
        Principal = new AccountPrincipal(Account),
        Endpoint = "http://127.0.0.1:4566",
        Time = DateTimeOffset.UnixEpoch,
    };
}
