using Brasa.Bench.Load;
using Brasa.Bench.Results;
using Brasa.Bench.Scenarios;
using Brasa.Bench.Targets;

namespace Brasa.Bench;

/// <summary>One run: starts a server, measures what was asked for, and leaves nothing behind.</summary>
internal static class Benchmark
{
    private static readonly (string Name, Language Language, Func<Subject, CancellationToken, Task<IReadOnlyList<Row>>> RunAsync)[] Scenarios =
    [
        .. Language.All.Select(language => ($"warm/{language.Name}", language, (Func<Subject, CancellationToken, Task<IReadOnlyList<Row>>>)WarmInvoke.RunAsync)),
        .. Language.All.Select(language => ($"cold/{language.Name}", language, (Func<Subject, CancellationToken, Task<IReadOnlyList<Row>>>)ColdStart.RunAsync)),
        ("burst", Language.All[0], Burst.RunAsync),
        ("live", Language.All[0], LiveEnvironments.RunAsync),
        ("neighbour", Language.All[0], Neighbour.RunAsync),
        ("stored", Language.All[0], StoredFunctions.RunAsync),
        ("asynchronous", Language.All[0], Asynchronous.RunAsync),
        ("signatures", Language.All[0], Signatures.RunAsync),
        ("policies", Language.All[0], PolicyDecisions.RunAsync),
        ("queues", Language.All[0], Queues.RunAsync),
    ];

    /// <param name="sampling">How much to measure.</param>
    /// <param name="only">Scenarios are run where their name begins so.</param>
    /// <param name="say">Told what is under way.</param>
    /// <param name="ct">Ends the run.</param>
    public static async Task<ResultFile> RunAsync(Sampling sampling, string only, Action<string> say, CancellationToken ct)
    {
        var chosen = Scenarios.Where(scenario => scenario.Name.StartsWith(only, StringComparison.Ordinal)).ToList();
        if (chosen.Count == 0)
            throw new BenchException($"Nothing begins with {only}. There are: {string.Join(", ", Scenarios.Select(scenario => scenario.Name))}.");

        using var scratch = new Scratch();
        say("starting Brasa");
        await using var server = await BrasaServer.StartAsync(scratch.Make("data"), ct);

        var rows = new List<Row>();
        foreach (var (_, language, runAsync) in chosen)
        {
            var runtime = server.Status.Runtimes.FirstOrDefault(runtime => runtime.Identifier.StartsWith(language.RuntimePrefix, StringComparison.Ordinal))
                ?? throw new BenchException($"The server found no interpreter for {language.Name}.");
            rows.AddRange(await runAsync(new Subject(server, language, runtime, sampling, scratch, say), ct));
        }

        return new ResultFile(DateTimeOffset.UtcNow, Machine.Read(), MeasuredServer.Of(server.Status), sampling, Target.Event, rows);
    }
}
