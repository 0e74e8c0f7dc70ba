using Brasa.Bench.Load;
using Brasa.Bench.Results;
using Brasa.Bench.Targets;

namespace Brasa.Bench.Scenarios;

/// <summary>Invocations that find an environment waiting, against a bare rendezvous with a waiting process.</summary>
/// <remarks>The two take turns, and who begins changes with each round, so that a drift of the machine meets both.</remarks>
internal static class WarmInvoke
{
    private const int ManyClients = 8;
    private const string Against = "rendezvous";

    /// <summary>A machine that needs longer than this to warm up is too busy to measure on; it is then measured as it is.</summary>
    private static readonly TimeSpan WarmUpPatience = TimeSpan.FromMinutes(1);

    /// <summary>Requests before each round, with connections made and processors busy again.</summary>
    private const int RoundWarmUpRequests = 100;

    public static async Task<IReadOnlyList<Row>> RunAsync(Subject subject, CancellationToken ct)
    {
        var (language, sampling) = (subject.Language, subject.Sampling);
        var function = $"warm-{language.Name}";
        await subject.CreateFunctionAsync(function, ct);
        await using var baseline = await BaselineServer.StartAsync(subject.Runtime.Path, language.Worker, ManyClients, ct);
        Target[] targets = [baseline.Target, subject.Server.TargetOf(function)];

        var time = TimeSpan.FromSeconds(sampling.RoundSeconds);
        var one = new Workload(1, sampling.OneClientRequests, time);
        var many = new Workload(ManyClients, sampling.ManyClientsRequests, time);

        subject.Say($"warm/{language.Name}: warming up");
        foreach (var target in targets)
        {
            Verify(target);
            LoadGenerator.Run(target, many with { Requests = sampling.WarmUpRequests, Time = WarmUpPatience }, ct);
        }

        var single = Measure(subject, targets, one, ct);
        var crowd = Measure(subject, targets, many, ct);
        return
        [
            Compare($"warm/{language.Name}/p50", "ms", single, round => round.P50Milliseconds, Aim.AtMost(1.4)),
            Compare($"warm/{language.Name}/p99", "ms", single, round => round.P99Milliseconds, null),
            Compare($"warm/{language.Name}/throughput", "/s", crowd, round => round.RequestsPerSecond, Aim.AtLeast(0.75)),
            Compare($"warm/{language.Name}/server-cpu", "µs", crowd, round => round.ServerMicroseconds, null),
        ];
    }

    private static List<Round[]> Measure(Subject subject, Target[] targets, Workload load, CancellationToken ct)
    {
        var rounds = new List<Round[]>();
        for (var i = 0; i < subject.Sampling.Rounds; i++)
        {
            subject.Say($"warm/{subject.Language.Name}: {load.Clients} client(s), round {i + 1} of {subject.Sampling.Rounds}");
            var round = new Round[targets.Length];
            for (var turn = 0; turn < targets.Length; turn++)
            {
                var target = (turn + i) % targets.Length;
                LoadGenerator.Run(targets[target], load with { Requests = RoundWarmUpRequests }, ct);
                round[target] = LoadGenerator.Run(targets[target], load, ct);
            }

            rounds.Add(round);
        }

        return rounds;
    }

    private static Row Compare(string name, string unit, List<Round[]> rounds, Func<Round, double> value, Aim? aim) => new(
        name, unit, Against,
        Figure.Median(rounds.Select(round => value(round[0]))),
        Figure.Median(rounds.Select(round => value(round[1]))),
        Comparison.Ratio,
        Figure.Median(rounds.Select(round => value(round[1]) / value(round[0]))),
        aim);

    /// <summary>What comes back must be the event that was sent: a fast wrong answer is no answer.</summary>
    private static void Verify(Target target)
    {
        using var connection = new Connection(target);
        var answer = System.Text.Encoding.UTF8.GetString(connection.Call());
        if (!System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(answer), System.Text.Json.Nodes.JsonNode.Parse(Target.Event)))
            throw new BenchException($"The event was sent, and this came back: {answer}");
    }
}
