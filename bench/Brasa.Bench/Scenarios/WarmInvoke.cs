using Brasa.Bench.Load;
using Brasa.Bench.Results;
using Brasa.Bench.Targets;

namespace Brasa.Bench.Scenarios;

/// <summary>Invocations that find an environment waiting, against a bare rendezvous with a waiting process.</summary>
/// <remarks>The two take turns, and who begins changes with each round, so that a drift of the machine meets both.</remarks>
internal static class WarmInvoke
{
    private const int ManyClients = 8;
    private static readonly int[] Clients = [1, ManyClients, 64];
    private const string Against = "rendezvous";

    /// <summary>A machine that needs longer than this to warm up is too busy to measure on; it is then measured as it is.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>An environment is frozen 20 ms after its last event.</summary>
    private static readonly TimeSpan LongerThanUnfrozen = TimeSpan.FromMilliseconds(50);

    /// <summary>Requests before each round, with connections made and processors busy again.</summary>
    private const int RoundWarmUpRequests = 100;

    public static async Task<IReadOnlyList<Row>> RunAsync(Subject subject, CancellationToken ct)
    {
        var (language, sampling) = (subject.Language, subject.Sampling);
        var function = $"warm-{language.Name}";
        await subject.CreateFunctionAsync(function, ct);
        await using var baseline = await BaselineServer.StartAsync(subject.Runtime.Path, language.Worker, Clients.Max(), ct);
        Target[] targets = [baseline.Target, subject.Server.TargetOf(function)];

        var time = TimeSpan.FromSeconds(sampling.RoundSeconds);

        subject.Say($"warm/{language.Name}: warming up");
        foreach (var target in targets)
        {
            Verify(target);
            LoadGenerator.Run(target, new Workload(ManyClients, sampling.WarmUpRequests, Patience), ct);
        }

        var name = $"warm/{language.Name}";
        var rows = new List<Row>();
        foreach (var clients in Clients)
        {
            var requests = clients == 1 ? sampling.OneClientRequests : sampling.ManyClientsRequests;
            var hot = Measure(subject, targets, new Workload(clients, requests, time), ct);
            rows.Add(Compare($"{name}/{clients}/p50", "ms", hot, round => round.P50Milliseconds, clients == 1 ? Aim.AtMost(1.4) : null));
            rows.Add(Compare($"{name}/{clients}/p99", "ms", hot, round => round.P99Milliseconds, null));
            if (clients != ManyClients) continue;
            rows.Add(Compare($"{name}/{clients}/throughput", "/s", hot, round => round.RequestsPerSecond, Aim.AtLeast(0.75)));
            rows.Add(Compare($"{name}/{clients}/server-cpu", "µs", hot, round => round.ServerMicroseconds, null));
        }

        foreach (var clients in Clients)
        {
            var frozen = Measure(subject, targets, new Workload(clients, clients * sampling.PausedRequests, Patience) { Pause = LongerThanUnfrozen }, ct);
            rows.Add(Compare($"frozen/{language.Name}/{clients}/p50", "ms", frozen, round => round.P50Milliseconds, null));
            rows.Add(Compare($"frozen/{language.Name}/{clients}/p99", "ms", frozen, round => round.P99Milliseconds, null));
        }

        var small = $"small-{language.Name}";
        await subject.Server.CreateAsync(small, subject.Runtime.Identifier, language.Zip(), Subject.SmallMiB, [], ct);
        var throttled = Measure(subject, [baseline.Target, subject.Server.TargetOf(small)], new Workload(1, sampling.OneClientRequests, time), ct);
        rows.Add(Compare($"small/{language.Name}/p50", "ms", throttled, round => round.P50Milliseconds, null));
        rows.Add(Compare($"small/{language.Name}/p99", "ms", throttled, round => round.P99Milliseconds, null));
        return rows;
    }

    private static List<Round[]> Measure(Subject subject, Target[] targets, Workload load, CancellationToken ct)
    {
        // Where more clients call than before, environments are started first.
        foreach (var target in targets) LoadGenerator.Run(target, load with { Requests = load.Clients * RoundWarmUpRequests }, ct);

        var rounds = new List<Round[]>();
        for (var i = 0; i < subject.Sampling.Rounds; i++)
        {
            subject.Say($"warm/{subject.Language.Name}: {load.Clients} client(s), round {i + 1} of {subject.Sampling.Rounds}");
            var round = new Round[targets.Length];
            for (var turn = 0; turn < targets.Length; turn++)
            {
                var target = (turn + i) % targets.Length;
                LoadGenerator.Run(targets[target], load with { Requests = RoundWarmUpRequests, Pause = TimeSpan.Zero }, ct);
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
