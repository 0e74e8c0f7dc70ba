using System.Diagnostics;
using Brasa.Bench.Load;
using Brasa.Bench.Results;

namespace Brasa.Bench.Scenarios;

/// <summary>What requests take with many functions stored, against the same with few.</summary>
internal static class StoredFunctions
{
    private const int Few = 10;
    private const int Creators = 8;
    private const string Invoked = "stored-invoked";

    public static async Task<IReadOnlyList<Row>> RunAsync(Subject subject, CancellationToken ct)
    {
        await subject.CreateFunctionAsync(Invoked, ct);
        await CreateAsync(subject, 0, Few, ct);
        var few = await MeasureAsync(subject, Few, ct);

        subject.Say($"stored: creating {subject.Sampling.Stored} functions");
        await CreateAsync(subject, Few, subject.Sampling.Stored, ct);
        var many = await MeasureAsync(subject, subject.Sampling.Stored, ct);

        return
        [
            .. few.Select(pair => new Row(
                $"stored/{pair.Key}/p50", "ms", $"{Few} functions", pair.Value, many[pair.Key], Comparison.Ratio,
                new Figure(many[pair.Key].Value / pair.Value.Value, many[pair.Key].Low / pair.Value.High, many[pair.Key].High / pair.Value.Low), Aim.AtMost(1.5))),
        ];
    }

    private static async Task<Dictionary<string, Figure>> MeasureAsync(Subject subject, int stored, CancellationToken ct)
    {
        subject.Say($"stored: measuring with {stored}");
        Dictionary<string, List<double>> rounds = new() { ["create"] = [], ["get"] = [], ["list"] = [], ["invoke"] = [] };
        var load = new Workload(1, subject.Sampling.OneClientRequests, TimeSpan.FromSeconds(subject.Sampling.RoundSeconds));
        LoadGenerator.Run(subject.Server.TargetOf(Invoked), load, ct);
        for (var i = 0; i < subject.Sampling.Rounds; i++)
        {
            rounds["create"].Add(await MedianAsync(subject.Sampling.ControlRequests, async () =>
            {
                var started = Stopwatch.GetTimestamp();
                await subject.Server.BeginCreateAsync("stored-new", subject.Runtime.Identifier, subject.Language.Zip(), ct);
                var taken = Stopwatch.GetElapsedTime(started);
                await subject.Server.DeleteAsync("stored-new", ct);
                return taken;
            }));
            rounds["get"].Add(await MedianAsync(subject.Sampling.ControlRequests, () => TimeAsync(() => subject.Server.GetAsync($"/{NameOf(stored / 2)}", ct))));
            rounds["list"].Add(await MedianAsync(subject.Sampling.ControlRequests, () => TimeAsync(() => subject.Server.GetAsync("?MaxItems=10", ct))));
            rounds["invoke"].Add(LoadGenerator.Run(subject.Server.TargetOf(Invoked), load, ct).P50Milliseconds);
        }

        return rounds.ToDictionary(pair => pair.Key, pair => Figure.Median(pair.Value));
    }

    private static string NameOf(int number) => $"stored-{number:D5}";

    private static async Task CreateAsync(Subject subject, int from, int to, CancellationToken ct) =>
        await Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = Creators, CancellationToken = ct },
            async (number, ct) => await subject.Server.BeginCreateAsync(NameOf(number), subject.Runtime.Identifier, subject.Language.Zip(), ct));

    private static async Task<double> MedianAsync(int count, Func<Task<TimeSpan>> measure)
    {
        var samples = new List<double>(count);
        for (var i = 0; i < count; i++) samples.Add((await measure()).TotalMilliseconds);
        return Figure.Median(samples).Value;
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> act)
    {
        var started = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(started);
    }
}
