using System.Diagnostics;
using Brasa.Bench.Load;
using Brasa.Bench.Results;

namespace Brasa.Bench.Scenarios;

/// <summary>
/// Invocations that need a new environment, one from a sandbox that has booted already and one past those, against the interpreter started bare, and
/// started in a container by crun.
/// </summary>
/// <remarks>The four take turns. The functions are published; none of their environments exists.</remarks>
internal static class ColdStart
{
    /// <summary>The environment of before has ended by then, and what Brasa keeps ready for starts is there again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly Aim PastThePoolAim = Aim.AtMost(15);

    public static async Task<IReadOnlyList<Row>> RunAsync(Subject subject, CancellationToken ct)
    {
        var language = subject.Language;
        var (pooled, past) = ($"cold-{language.Name}", $"past-{language.Name}");
        await subject.CreateFunctionAsync(pooled, ct);
        await subject.CreateFunctionPastThePoolAsync(past, ct);

        string[] command = [subject.Runtime.Path, .. language.RunHandler];
        var bare = new Command(command, CopyHandler(subject));
        var contained = CrunContainer.Find() is { } crun ? await crun.WrapAsync(bare, subject.Scratch.Make($"crun-{language.Name}"), ct) : null;

        List<double> bareStarts = [], containedStarts = [], pooledStarts = [], pastStarts = [];
        for (var i = -1; i < subject.Sampling.ColdStarts; i++)
        {
            subject.Say($"cold/{language.Name}: start {Math.Max(1, i + 1)} of {subject.Sampling.ColdStarts}");
            await subject.Server.RequireNewEnvironmentAsync(pooled, $"start {i}", ct);
            await subject.Server.RequireNewEnvironmentAsync(past, $"start {i}", ct);
            await Task.Delay(Pause, ct);
            var bareStart = await bare.RunAsync(ct);
            var containedStart = contained is null ? 0 : await contained.RunAsync(ct);
            var pastStart = Invoke(subject.Server.TargetOf(past));
            await Task.Delay(Pause, ct);
            var pooledStart = Invoke(subject.Server.TargetOf(pooled));
            if (i < 0) continue; // The first of each fills caches.

            bareStarts.Add(bareStart);
            containedStarts.Add(containedStart);
            pastStarts.Add(pastStart);
            pooledStarts.Add(pooledStart);
        }

        var name = $"cold/{language.Name}";
        var rows = new List<Row>
        {
            Beside($"{name}/pool/p50", bareStarts, pooledStarts, 50, Aim.AtMost(language.Name == "python" ? 6 : 12)),
            Beside($"{name}/pool/p99", bareStarts, pooledStarts, 99, null),
            Compare($"{name}/past/p50", "bare start", bareStarts, pastStarts, 50, null),
        };
        if (contained is not null) rows.Add(Compare($"{name}/past/p50", "crun run", containedStarts, pastStarts, 50, PastThePoolAim));
        return rows;
    }

    private static double Invoke(Target target)
    {
        using var connection = new Connection(target);
        var started = Stopwatch.GetTimestamp();
        connection.Call();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static string CopyHandler(Subject subject)
    {
        var directory = subject.Scratch.Make($"bare-{subject.Language.Name}");
        File.Copy(Path.Combine(subject.Language.HandlerDirectory, subject.Language.HandlerFile), Path.Combine(directory, subject.Language.HandlerFile));
        return directory;
    }

    private static Row Beside(string name, List<double> baseline, List<double> brasa, int percent, Aim? aim)
    {
        var cold = PercentileOf(brasa, percent);
        return new Row(name, "ms", "bare start", PercentileOf(baseline, percent), cold, Comparison.Value, cold, aim);
    }

    private static Row Compare(string name, string against, List<double> baseline, List<double> brasa, int percent, Aim? aim)
    {
        var (bare, cold) = (PercentileOf(baseline, percent), PercentileOf(brasa, percent));
        var differences = baseline.Zip(brasa, (one, other) => other - one).ToList();
        return new Row(name, "ms", against, bare, cold, Comparison.Difference,
            new Figure(cold.Value - bare.Value, differences.Min(), differences.Max()), aim);
    }

    private static Figure PercentileOf(List<double> samples, int percent) =>
        new(Percentile.Of([.. samples.Order()], percent), samples.Min(), samples.Max());
}
