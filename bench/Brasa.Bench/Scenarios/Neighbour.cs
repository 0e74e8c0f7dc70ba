using Brasa.Bench.Load;
using Brasa.Bench.Results;
using Brasa.Bench.Targets;

namespace Brasa.Bench.Scenarios;

/// <summary>Warm invocations beside a function that attacks, against the same ones alone: what an attacker can take from its neighbour.</summary>
/// <remarks>The attacker has half a processor's worth of memory; alone and beside take turns.</remarks>
internal static class Neighbour
{
    private const int AttackerMemoryMiB = 884;

    /// <summary>The attack is at full strength by then.</summary>
    private static readonly TimeSpan Rise = TimeSpan.FromMilliseconds(500);

    public static async Task<IReadOnlyList<Row>> RunAsync(Subject subject, CancellationToken ct)
    {
        await subject.CreateFunctionAsync("neighbour", ct);
        var neighbour = subject.Server.TargetOf("neighbour");
        var load = new Workload(1, subject.Sampling.OneClientRequests, TimeSpan.FromSeconds(subject.Sampling.RoundSeconds));
        LoadGenerator.Run(neighbour, load, ct);

        var rows = new List<Row>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Functions", "attackers"), "*.py").Order(StringComparer.Ordinal))
        {
            var attack = Path.GetFileNameWithoutExtension(file);
            await subject.Server.CreateAsync(attack, subject.Runtime.Identifier, Language.ZipOf(file, "hello.py"), AttackerMemoryMiB, [], ct);
            var attacker = subject.Server.TargetOf(attack);

            List<Round> alone = [], beside = [];
            for (var i = 0; i < subject.Sampling.Rounds; i++)
            {
                subject.Say($"neighbour/{attack}: round {i + 1} of {subject.Sampling.Rounds}");
                alone.Add(LoadGenerator.Run(neighbour, load, ct));
                beside.Add(await BesideAsync(attacker, () => LoadGenerator.Run(neighbour, load, ct), ct));
            }

            rows.Add(Compare($"neighbour/{attack}/p50", alone, beside, round => round.P50Milliseconds, null));
            rows.Add(Compare($"neighbour/{attack}/p99", alone, beside, round => round.P99Milliseconds, Aim.AtMost(2)));
        }

        return rows;
    }

    /// <summary>Measures while the attacker is invoked again and again.</summary>
    private static async Task<Round> BesideAsync(Target attacker, Func<Round> measure, CancellationToken ct)
    {
        var isOver = false;
        var attack = Task.Factory.StartNew(() => AttackWhile(attacker, () => !Volatile.Read(ref isOver)), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await Task.Delay(Rise, ct);
            return measure();
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            await attack;
        }
    }

    private static void AttackWhile(Target attacker, Func<bool> goOn)
    {
        while (goOn())
        {
            try
            {
                using var connection = new Connection(attacker);
                connection.Call();
            }
            catch (BenchException)
            {
                // The kernel has ended it, as it should: the next invocation starts it again.
            }
        }
    }

    private static Row Compare(string name, List<Round> alone, List<Round> beside, Func<Round, double> value, Aim? aim) => new(
        name, "ms", "alone", Figure.Median(alone.Select(value)), Figure.Median(beside.Select(value)), Comparison.Ratio,
        Figure.Median(alone.Zip(beside, (one, other) => value(other) / value(one))), aim);
}
