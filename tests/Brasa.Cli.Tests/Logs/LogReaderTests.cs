using Brasa.Cli.Logs;

namespace Brasa.Cli.Tests.Logs;

public sealed class LogReaderTests : IDisposable
{
    private static readonly LogQuery All = new(0, null, int.MaxValue);

    private readonly FakeLogs logs = new();
    private readonly CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        end.Dispose();
        logs.Dispose();
    }

    [Fact]
    public async Task All_pages_of_what_there_is_are_printed()
    {
        logs.Store("a 1", "b 2", "c 3", "d 4", "e 5");
        Assert.Equal(5, await logs.Reader(All with { Pattern = "x" }).ReadAsync(end.Token));
        Assert.Equal(["a 1", "b 2", "c 3", "d 4", "e 5"], logs.Rest());
        Assert.Equal("""FilterLogEvents {"logGroupIdentifier":"arn:g","startTime":0,"filterPattern":"x"}""", logs.Asked[0]);
    }

    [Fact]
    public async Task Of_much_only_the_newest_is_printed()
    {
        logs.Store("a 1", "b 2", "c 3", "d 4", "e 5");
        await logs.Reader(All with { Most = 2 }).ReadAsync(end.Token);
        Assert.Equal(["d 4", "e 5"], logs.Rest());
    }

    [Fact]
    public async Task What_comes_follows_what_there_is_and_nothing_in_between_is_lost_or_printed_twice()
    {
        logs.Store("a 1", "a 1", "b 2");
        logs.OnSession = () =>
        {
            // Logged as the session begins, and so brought both ways.
            logs.Store("c 3", "c 3");
            logs.Send(false, "c 3", "c 3", "c 3", "d 4");
        };
        var reader = logs.Reader(All);
        await reader.ReadAsync(end.Token);
        await FollowAsync(reader, async () =>
        {
            foreach (var line in (string[])["a 1", "a 1", "b 2", "c 3", "c 3", "c 3", "d 4"]) Assert.Equal(line, await logs.NextAsync());
            logs.Send(false, "e 5");
            Assert.Equal("e 5", await logs.NextAsync());
        });
    }

    [Fact]
    public async Task What_was_logged_while_the_server_could_not_be_reached_is_printed_afterwards()
    {
        logs.Store("a 1");
        await FollowAsync(logs.Reader(All), async () =>
        {
            Assert.Equal("a 1", await logs.NextAsync());
            logs.Store("b 2");
            logs.Send(false, "b 2");
            Assert.Equal("b 2", await logs.NextAsync());
            logs.Store("b 2", "c 3");
            logs.GoAway();
            logs.Return();
            Assert.Equal("b 2", await logs.NextAsync());
            Assert.Equal("c 3", await logs.NextAsync());
            await SessionsAsync(2);
            logs.Send(false, "c 3", "d 4");
            Assert.Equal("d 4", await logs.NextAsync());
        });
    }

    [Fact]
    public async Task What_an_update_leaves_out_is_fetched()
    {
        await FollowAsync(logs.Reader(All), async () =>
        {
            await SessionsAsync(1);
            logs.Store("a 1", "b 2", "c 3");
            logs.Send(true, "b 2");
            foreach (var line in (string[])["a 1", "b 2", "c 3"]) Assert.Equal(line, await logs.NextAsync());
            logs.Store("d 4");
            logs.Send(false);
            Assert.Equal("d 4", await logs.NextAsync());
        });
    }

    [Fact]
    public async Task A_server_that_is_not_there_from_the_start_is_not_waited_for()
    {
        using var reader = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1") };
        var client = new LogsClient(new Cli.Aws.AwsClient(reader, new Cli.Aws.Caller(null, "eu-west-1", ""), TimeProvider.System), "eu-west-1");
        await Assert.ThrowsAsync<Cli.Aws.UnreachedException>(() =>
            new LogReader(client, new LogGroup("g", "arn:g"), All, _ => { }, _ => { }, TimeProvider.System).FollowAsync(end.Token));
    }

    /// <summary>Follows for as long as something is looked at.</summary>
    private async Task FollowAsync(LogReader reader, Func<Task> look)
    {
        var following = reader.FollowAsync(end.Token);
        var looking = look();
        await Task.WhenAny(following, looking);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        await looking;
        Assert.Empty(logs.Rest());
    }

    private async Task SessionsAsync(int count)
    {
        while (true)
        {
            // A session is followed by a fetch; what is sent after that is new to both.
            lock (logs.Asked)
            {
                var begun = logs.Asked.Select((asked, index) => (asked, index)).Where(entry => entry.asked.StartsWith("StartLiveTail", StringComparison.Ordinal)).ToList();
                if (begun.Count == count && logs.Asked.Count > begun[^1].index + 1) return;
            }

            await Task.Yield();
        }
    }
}
