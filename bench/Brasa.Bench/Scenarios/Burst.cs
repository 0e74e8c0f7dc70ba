using System.Diagnostics;
using Brasa.Bench.Load;
using Brasa.Bench.Results;

namespace Brasa.Bench.Scenarios;

/// <summary>Many invocations at once of a function that has no environment yet, against as many starts of the interpreter in containers by crun.</summary>
/// <remarks>Each invocation holds its environment until all have one; the time it holds it is taken off.</remarks>
internal static class Burst
{
    /// <summary>Longer than any burst takes to start.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StockPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public static async Task<IReadOnlyList<Row>> RunAsync(Subject subject, CancellationToken ct)
    {
        var count = subject.Sampling.Burst;
        var bare = new Command([subject.Runtime.Path, .. subject.Language.RunHandler], subject.Language.HandlerDirectory);
        var crun = CrunContainer.Find() ?? throw new BenchException("Bursts are held against crun, which needs root.");

        List<double> bareRates = [], pastRates = [], pooledRates = [];
        for (var i = 0; i < subject.Sampling.Rounds; i++)
        {
            subject.Say($"burst: round {i + 1} of {subject.Sampling.Rounds}");
            bareRates.Add(await RunBareAsync(crun, bare, count, subject.Scratch.Make($"burst-{i}"), ct));

            await subject.CreateHoldAsync("burst-past", Subject.PastThePool, ct);
            pastRates.Add(Run(subject, "burst-past", count));
            await subject.Server.DeleteAsync("burst-past", ct);

            // What was started in the busiest second is what is kept in stock.
            await subject.CreateHoldAsync("burst-pool", [], ct);
            var stock = await AwaitStockAsync(subject, ct);
            pooledRates.Add(Run(subject, "burst-pool", Math.Max(1, Math.Min(stock, count))));
            await subject.Server.DeleteAsync("burst-pool", ct);
        }

        return
        [
            Compare("burst/python/pool", bareRates, pooledRates, Aim.AtLeast(1)),
            Compare("burst/python/past", bareRates, pastRates, Aim.AtLeast(0.8)),
        ];
    }

    /// <summary>Environments started in a second.</summary>
    private static double Run(Subject subject, string function, int count)
    {
        var last = Invocations.RunAtOnce(subject.Server.TargetOf(function, Subject.Hold(Hold)), count).Max() - Hold.TotalMilliseconds;
        return last > 0 ? count * 1000 / last : throw new BenchException($"{function} held its environments for too short a time.");
    }

    /// <summary>Stock grows in the background; it is as large as it gets when it has stopped growing.</summary>
    private static async Task<int> AwaitStockAsync(Subject subject, CancellationToken ct)
    {
        var (before, steady) = (-1, 0);
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < StockPatience && steady < 10;)
        {
            await Task.Delay(PollInterval, ct);
            var now = await subject.Server.CountStockAsync(ct);
            steady = now == before ? steady + 1 : 0;
            before = now;
        }

        return before;
    }

    private static async Task<double> RunBareAsync(CrunContainer crun, Command bare, int count, string scratch, CancellationToken ct)
    {
        // Each of the workers has a bundle of its own, made before.
        var workers = 2 * Environment.ProcessorCount;
        var commands = new List<Command>();
        for (var i = 0; i < workers; i++)
            commands.Add(await crun.WrapAsync(bare, Directory.CreateDirectory(Path.Combine(scratch, $"{i}")).FullName, ct, $"bench-{Environment.ProcessId}-{i}"));

        var left = count;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(commands.Select(async command =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await command.RunAsync(ct);
        }));
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static Row Compare(string name, List<double> bare, List<double> brasa, Aim aim) => new(
        name, "/s", "crun run", Figure.Median(bare), Figure.Median(brasa), Comparison.Ratio,
        Figure.Median(bare.Zip(brasa, (one, other) => other / one)), aim);
}
