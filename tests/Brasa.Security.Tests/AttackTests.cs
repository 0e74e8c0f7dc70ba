using System.Diagnostics;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Security.Tests;

/// <summary>
/// Every attempt from inside a function: it must fail, the neighbour must answer meanwhile, the attacker's next invocation must find a working
/// environment, and nothing must be left once the attacker's function is deleted.
/// </summary>
public sealed class AttackTests(Battlefield field) : IAsyncLifetime
{
    private const string Name = "attacker";
    private const long MostServerMemory = 700L << 20;

    private readonly string mark = $"mark-{Guid.NewGuid():N}";
    private readonly Lambda account = field.AccountOf(Random.Shared.NextInt64(300_000_000_000, 1_000_000_000_000).ToString(provider: null));

    public static TheoryData<Attack> Attacks => [.. Attack.All];

    public async ValueTask InitializeAsync()
    {
        var files = Directory.GetFiles(Attack.Folder, "*.py").Select(file => (Path.GetFileName(file), File.ReadAllText(file)));
        await account.CreateAsync(Name, new FunctionSource(field.Python, "index.handler", Zip.Of([.. files])), timeout: 6, memory: 512);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task An_attack_fails_and_harms_nobody(Attack attack)
    {
        if (attack.Group == "endpoint")
        {
            await account.CreateAsync(
                "sibling", FunctionSource.Python(field.Python, "def handler(event, context): return 'x' * event if isinstance(event, int) else 'sibling'"), environment: new { SECRET = Battlefield.Secret });
        }

        var (outcome, slowest, memory) = await BesideTheNeighbourAsync(() => account.InvokeAsync(Name, Order(attack)));
        TestContext.Current.TestOutputHelper?.WriteLine($"the neighbour's slowest answer: {slowest.TotalMilliseconds:F0} ms; the server's memory: {memory >> 20} MiB");

        if (attack.MayFailTheInvocation) Assert.True(outcome.FunctionError is not null || outcome.Payload == "null", outcome.Payload);
        else Assert.Equal("null", outcome.Succeeded().Payload);
        Assert.DoesNotContain(Battlefield.Secret, outcome.Log + outcome.Payload, StringComparison.Ordinal);
        Assert.Single(outcome.LogLines, line => line.StartsWith($"REPORT RequestId: {outcome.Report.RequestId}\t", StringComparison.Ordinal) && !IsForged(line));
        Assert.InRange(outcome.Report.Billed, 1, 9000);
        Assert.InRange(memory, 0, MostServerMemory);
        await AfterAsync(attack, outcome);
        await AttackerWorksAgainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in await account.ListAsync()) (await account.DeleteAsync(name)).Succeeded();
        await Eventually.TrueAsync(() => !Footprint.CommandLines().Any(line => line.Contains(mark, StringComparison.Ordinal)), "A process outlived its function.");
await Eventually.TrueAsync(() => !Footprint.ProcessesOf(field.Server.Id, Name).Any(), "A sandbox outlived its function.");
    }

    /// <summary>What has to hold after some attacks in particular.</summary>
    private async Task AfterAsync(Attack attack, Invocation outcome)
    {
        switch (attack.Name)
        {
            case "spin_after_the_answer" or "leave_a_daemon_behind" or "flood_in_the_background":
                await Task.Delay(200, TestContext.Current.CancellationToken);
                var before = field.ProcessorTime();
                await Task.Delay(1000, TestContext.Current.CancellationToken);
                Assert.InRange((field.ProcessorTime() - before).TotalMilliseconds, 0, 50);
                break;
            case "work_on_after_one_s_own_answer":
                Assert.InRange(outcome.Report.Billed, 1500, 6000);
                break;
            case "answer_after_the_timeout":
                outcome.FailedWith("Sandbox.Timedout");
                await Task.Delay(1500, TestContext.Current.CancellationToken);
                break;
            case "flood_with_lines" or "flood_with_one_line":
                Assert.InRange(await new FunctionLog(account, Name).SizeAsync(), 1, 5L << 30); // half of what all may take
                break;
            case "forge_platform_lines" or "write_after_the_answer":
                Assert.StartsWith("REPORT RequestId: ", outcome.LogLines[^1], StringComparison.Ordinal);
                Assert.Equal(512, outcome.Report.MemorySize);
                break;
            case "print_control_bytes":
                Assert.Equal(4, outcome.LogLines.Count); // START, the line, END, REPORT
                break;
            case "forge_the_error_s_type":
                Assert.Equal("Runtime.Unknown", outcome.Report.ErrorType);
                break;
            case "name_a_stream_oneself":
                await new FunctionLog(account, Name).ContainAsync("renamed");
                break;
        }
    }

    /// <summary>At once, or after the environment has been reset for what still goes on in it.</summary>
    private async Task AttackerWorksAgainAsync()
    {
        var again = await account.InvokeAsync(Name, "null");
        if (again.FunctionError is not null) again = await account.InvokeAsync(Name, "null");
        Assert.Equal("\"innocent\"", again.Succeeded().Payload);
    }

    private async Task<(Invocation Outcome, TimeSpan Slowest, long ServerMemory)> BesideTheNeighbourAsync(Func<Task<Invocation>> attack)
    {
        var attacking = attack();
        var slowest = TimeSpan.Zero;
        var memory = 0L;
        var number = 0;
        do
        {
            var started = Stopwatch.GetTimestamp();
            await field.AskNeighbourAsync(number++);
            var took = Stopwatch.GetElapsedTime(started);
            if (took > slowest) slowest = took;
            memory = Math.Max(memory, field.ServerMemory());
        }
        while (!attacking.IsCompleted);

        return (await attacking, slowest, memory);
    }

    private string Order(Attack attack) =>
        new JsonObject { ["group"] = attack.Group, ["attack"] = attack.Name, ["world"] = field.Describe(mark) }.ToJsonString();

    private static bool IsForged(string line) => line.Contains("Memory Size: 1 MB", StringComparison.Ordinal);
}
