using Brasa.Core.Operations;
using Brasa.Services.Iam;
using Brasa.Storage.Files;
using Brasa.Storage.Sqlite;
using Brasa.Wire.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Brasa.Server.Tests;

public sealed class RootKeysTests : IAsyncLifetime
{
    private readonly TemporaryDirectory data = new();
    private SqliteResourceStore store = null!;
    private IamService iam = null!;

    public async ValueTask InitializeAsync()
    {
        store = new SqliteResourceStore(data.PathOf("brasa.db"));
        iam = await IamService.StartAsync(store, LocalKey.LoadOrCreate(data.PathOf("key")), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        iam.Dispose();
        store.Dispose();
        data.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Another_key_is_made_beside_the_first_and_none_beside_two_in_use()
    {
        var first = await iam.CreateFirstKeyAsync(RequestContext.DefaultAccount, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
        var keys = new RootKeys(iam.Definition, TimeProvider.System, NullLoggerFactory.Instance);

        var second = await keys.AddAsync();
        var (id, secret) = second.Key!.Value;
        Assert.Equal(secret, System.Text.Encoding.UTF8.GetString(iam.Keys.Find(id, null)!.Secret.Span));
        Assert.True(iam.Keys.Find(first!.Value.Id, null)!.IsActive);

        var third = await keys.AddAsync();
        Assert.Null(third.Key);
        Assert.Equal(new HashSet<string> { first.Value.Id, id }, third.InUse.ToHashSet());
    }

    [Fact]
    public async Task One_that_is_disabled_makes_room()
    {
        var keys = new RootKeys(iam.Definition, TimeProvider.System, NullLoggerFactory.Instance);
        var first = (await keys.AddAsync()).Key!.Value.Id;
        var second = (await keys.AddAsync()).Key!.Value.Id;
        await AskAsync($"Action=UpdateAccessKey&Version=2010-05-08&Status=Inactive&AccessKeyId={second}");

        var third = await keys.AddAsync();
        Assert.Equal(second, third.Removed);
        Assert.Null(iam.Keys.Find(second, null));
        Assert.All([first, third.Key!.Value.Id], id => Assert.True(iam.Keys.Find(id, null)!.IsActive));
    }

    /// <summary>Asks IAM as whoever calls a server that verifies nothing.</summary>
    private async Task AskAsync(string form)
    {
        var body = System.Text.Encoding.ASCII.GetBytes(form);
        var http = new DefaultHttpContext
        {
            Request = { Method = "POST", Path = "/", ContentType = "application/x-www-form-urlencoded", ContentLength = body.Length, Body = new MemoryStream(body) },
        };
        await new AwsEndpoint([iam.Definition], new LocalAuthorizer(), TimeProvider.System, NullLogger<AwsEndpoint>.Instance).InvokeAsync(http);
        Assert.Equal(StatusCodes.Status200OK, http.Response.StatusCode);
    }
}
