using System.Diagnostics;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

/// <summary>CloudWatch Logs through clients that wait for what comes.</summary>
public sealed class LogsClientTests(SharedServer server) : ConformanceTest(server)
{
    private const string Group = "/test/followed";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_AWS_CLI_shows_a_log_s_tail()
    {
        await CreateAsync();
        await PutAsync("first line");
        using var cli = new AwsCli(Server.Address, Lambda.Account);

        var shown = await cli.RunAsync("logs", "tail", Group, "--format", "short");

        shown.Succeeded();
        Assert.EndsWith(" first line", shown.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boto3_follows_a_log_as_it_is_written()
    {
        await CreateAsync();
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Repository.Clients, "live_tail.py"), Server.Address.GetLeftPart(UriPartial.Authority), Lambda.Account, $"arn:aws:logs:us-east-1:{Lambda.Account}:log-group:{Group}", "ERROR"])
        {
            RedirectStandardOutput = true,
        };
        ClientEnvironment.Set(start);
        using var client = Process.Start(start)!;
        Assert.Equal("started", await client.StandardOutput.ReadLineAsync(Ct).AsTask().WaitAsync(Patience, Ct));

        await PutAsync("fine");
        await PutAsync("ERROR here");

        Assert.Equal("stream: ERROR here", await client.StandardOutput.ReadLineAsync(Ct).AsTask().WaitAsync(Patience, Ct));
        await client.WaitForExitAsync(Ct).WaitAsync(Patience, Ct);
        Assert.Equal(0, client.ExitCode);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task CreateAsync()
    {
        await Lambda.Logs.DoAsync("CreateLogGroup", new { logGroupName = Group });
        await Lambda.Logs.DoAsync("CreateLogStream", new { logGroupName = Group, logStreamName = "stream" });
    }

    private Task<JsonObject> PutAsync(string message) => Lambda.Logs.DoAsync("PutLogEvents", new
    {
        logGroupName = Group, logStreamName = "stream", logEvents = new[] { new { timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), message } },
    });
}
