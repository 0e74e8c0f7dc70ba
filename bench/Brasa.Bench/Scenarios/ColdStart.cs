using System.Diagnostics;
using Brasa.Bench.Load;
using Brasa.Bench.Results;

namespace Brasa.Bench.Scenarios;

/// <summary>Invocations that need a new environment, against the interpreter started bare, and started in a container by crun.</summary>
/// <remarks>The three take turns. The function is published; none of its environments exists.</remarks>
internal static class ColdStart
{
    /// <summary>The environment of before has ended by then, and what Brasa keeps ready for starts is there again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private static readonly Aim PythonAim = Aim.AtMost(40);

    public static async Task<IReadOnlyList<Row>> RunAsync(Subject subject, CancellationToken ct)
    {
        var language = subject.Language;
        var function = $"cold-{language.Name}";
        await subject.CreateFunctionAsync(function, ct);
        var target = subject.Server.TargetOf(function);

        string[] command = [subject.Runtime.Path, .. language.RunHandler];
        var bare = new Command(command, CopyHandler(subject));
        var contained = CrunContainer.Find() is { } crun ? await crun.WrapAsync(bare, subject.Scratch.Make($"crun-{language.Name}"), ct) : null;

        List<double> bareStarts = [], containedStarts = [], coldStarts = [];
        for (var i = -1; i < subject.Sampling.ColdStarts; i++)
        {
            subject.Say($"cold/{language.Name}: start {Math.Max(1, i + 1)} of {subject.Sampling.ColdStarts}");
            await subject.Server.RequireNewEnvironmentAsync(function, $"start {i}", ct);
            await Task.Delay(Pause, ct);
            var bareStart = await bare.RunAsync(ct);
            var containedStart = contained is null ? 0 : await contained.RunAsync(ct);
            var coldStart = Invoke(target);
            if (i < 0) continue; // The first of each fills caches.

            bareStarts.Add(bareStart);
            containedStarts.Add(containedStart);
            coldStarts.Add(coldStart);
        }

        var rows = new List<Row>
        {
            Compare($"cold/{language.Name}/p50", "bare start", bareStarts, coldStarts, 50, language.Name == "python" ? PythonAim : null),
            Compare($"cold/{language.Name}/p99", "bare start", bareStarts, coldStarts, 99, null),
        };
        if (contained is not null) rows.Add(Compare($"cold/{language.Name}/p50", "crun run", containedStarts, coldStarts, 50, null));
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
