using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;
using Brasa.Core.Logs;
using Brasa.Storage.Logs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Brasa.Conformance.Tests.Billing;

/// <summary>Servers killed under load: what is billed is the sum over the REPORT lines of the platform, and no response that left is missing.</summary>
public sealed class BillAfterKillTests : IDisposable
{
    private const string Account = "123456789012";
    private const string Name = "billed";
    private const int Callers = 4;
    private const int Rounds = 3;

    private readonly TemporaryDirectory data = new();
    private int answered;

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task The_bill_is_the_sum_over_REPORT_lines_after_kills_under_load()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(data.Path);
            await using var sdk = SdkDriver.Boto3(server.Address);
            var lambda = new Lambda(sdk, Account);
            if (round == 0) await CreateAsync(server, lambda);
            var begun = new TaskCompletionSource();
            var load = Enumerable.Range(0, Callers).Select(_ => LoadAsync(lambda, begun)).ToArray();
            await Task.WhenAny(begun.Task, Task.WhenAll(load));
            Assert.True(begun.Task.IsCompleted, "The function could not be invoked once.");
            await Task.Delay(Random.Shared.Next(500, 2000), TestContext.Current.CancellationToken);
            await server.KillAsync();
            await Task.WhenAll(load);
        }

        JsonNode total;
        await using (var last = await ServerProcess.StartAsync(data.Path))
        {
            total = (await BillAsync(last))["total"]!;
            last.Terminate();
            Assert.Equal(0, await last.ExitCodeAsync());
        }

        var reports = await ReportsAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{answered} answers, {reports.Count} REPORT lines, {reports.Sum(report => report.Billed)} ms billed");
        Assert.Equal(reports.Count, reports.Select(report => report.RequestId).Distinct().Count());
        Assert.Equal(reports.Count, (long)total["requests"]!);
        Assert.Equal(reports.Sum(report => report.Billed), (long)total["billed_ms"]!);
        Assert.InRange(reports.Count, answered, answered + (Callers * Rounds));
    }

    private static async Task CreateAsync(ServerProcess server, Lambda lambda)
    {
        var python = (await Health.OfAsync(server)).Runtimes.First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));
        await lambda.CreateAsync(Name, FunctionSource.Python(python, "def handler(event, context):\n    print('REPORT RequestId: 11111111-1111-4111-8111-111111111111\\tDuration: 1.00 ms\\tBilled Duration: 1000 ms\\tMemory Size: 128 MB\\tMax Memory Used: 1 MB\\t')"));
    }

    /// <summary>Invokes the function again and again until the server is gone.</summary>
    private async Task LoadAsync(Lambda lambda, TaskCompletionSource begun)
    {
        while (true)
        {
            var answer = await lambda.CallAsync("Invoke", new { FunctionName = Name, Payload = "{}"u8.ToArray() });
            if (answer.Status is 0) return;
            if (answer.Status != 200) continue;
            Interlocked.Increment(ref answered);
            begun.TrySetResult();
        }
    }

    /// <summary>As the account is told it by <c>brasa bill</c>.</summary>
    private static async Task<JsonNode> BillAsync(ServerProcess server)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Cli, "bill", "--json", "--endpoint", server.Address.GetLeftPart(UriPartial.Authority)]) { RedirectStandardOutput = true };
        ClientEnvironment.Set(start);
        start.Environment["AWS_ACCESS_KEY_ID"] = Account;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        using var cli = Process.Start(start)!;
        var output = await cli.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await cli.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, cli.ExitCode);
        return JsonNode.Parse(output)!;
    }

    /// <summary>What the platform has reported; the function prints lines that look the same.</summary>
    private async Task<IReadOnlyList<Report>> ReportsAsync()
    {
        await using var logs = new SegmentLogStore(Path.Combine(data.Path, "logs"), TimeProvider.System, NullLogger<SegmentLogStore>.Instance);
        return [.. logs.Read(new LogRange { Group = new LogGroupKey(Account, "us-east-1", $"/aws/lambda/{Name}") })
            .Where(line => line.Source == LogSource.Platform).Select(line => Encoding.UTF8.GetString(line.Message.Span))
            .Where(line => line.StartsWith("REPORT ", StringComparison.Ordinal)).Select(Report.Parse)];
    }
}
