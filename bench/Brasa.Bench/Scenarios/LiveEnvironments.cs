using System.Diagnostics;
using System.Globalization;
using Brasa.Bench.Results;

namespace Brasa.Bench.Scenarios;

/// <summary>Many environments that live at once, idle and frozen: what memory they take, and how long each needs to answer.</summary>
internal static class LiveEnvironments
{
    private const string Function = "live";
    private const double Gigabyte = 1e9;

    /// <summary>Bare interpreters that are measured, as none of a thousand differs from another.</summary>
    private const int BareSamples = 20;

    /// <summary>All are frozen by then.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    /// <summary>Held so long, each invocation needs an environment of its own, and all have one before the first is done.</summary>
    private static readonly TimeSpan FirstHold = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SecondHold = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Row>> RunAsync(Subject subject, CancellationToken ct)
    {
        var count = subject.Sampling.Live;
        await subject.CreateHoldAsync(Function, [], ct);
        subject.Say($"live: starting {count} environments");
        var before = ReadAvailableMemory();
        Invocations.RunAtOnce(subject.Server.TargetOf(Function, Subject.Hold(FirstHold)), count);
        await Task.Delay(Settle, ct);
        var all = (before - ReadAvailableMemory()) / Gigabyte;
        var each = ReadInterpreters(subject).Average() / 1e6;

        subject.Say($"live: all {count} answer");
        var answers = Invocations.RunAtOnce(subject.Server.TargetOf(Function, Subject.Hold(SecondHold)), count).Select(took => took - SecondHold.TotalMilliseconds).Order().ToList();
        var one = Invocations.RunAtOnce(subject.Server.TargetOf(Function, Subject.Hold(TimeSpan.Zero)), 1)[0];
        await subject.Server.DeleteAsync(Function, ct);

        var bare = await MeasureBareAsync(subject, ct) / 1e6;
        return
        [
            Value("live/python/memory", "GB", "bare processes", bare * count / 1e3, all, Aim.AtMost(12)),
            Value("live/python/pss", "MB", "bare process", bare, each, null),
            Value("live/python/answer/p50", "ms", "one at a time", one, answers[answers.Count / 2], null),
            Value("live/python/answer/last", "ms", "one at a time", one, answers[^1], null),
        ];
    }

    /// <summary>The proportional memory of the function's interpreters, in bytes.</summary>
    private static List<double> ReadInterpreters(Subject subject) =>
    [
        .. Directory.GetDirectories("/proc")
            .Where(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out _) && IsIts(subject, directory))
            .Select(ReadProportionalMemory).Where(bytes => bytes > 0),
    ];

    /// <summary>Sandboxes' first processes are children of the server, which adopts them.</summary>
    private static bool IsIts(Subject subject, string process)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(process, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == subject.Server.ProcessId.ToString(CultureInfo.InvariantCulture)
                && File.ReadAllText(Path.Combine(process, "cmdline")).Contains("bootstrap.py", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // it has ended
        }
    }

    private static double ReadProportionalMemory(string process)
    {
        try
        {
            return ReadKibibytes(Path.Combine(process, "smaps_rollup"), "Pss:");
        }
        catch (IOException)
        {
            return 0; // it has ended
        }
    }

    private static double ReadAvailableMemory() => ReadKibibytes("/proc/meminfo", "MemAvailable:");

    private static double ReadKibibytes(string file, string name)
    {
        var line = File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.AsSpan(name.Length).TrimEnd("kB "), CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>The same for interpreters that have loaded the same handler and do nothing, on the machine itself.</summary>
    private static async Task<double> MeasureBareAsync(Subject subject, CancellationToken ct)
    {
        var start = new ProcessStartInfo(subject.Runtime.Path, ["-c", "import hello, json, logging, time; time.sleep(60)"])
        {
            WorkingDirectory = subject.Language.HandlerDirectory,
        };
        var processes = Enumerable.Range(0, BareSamples).Select(_ => Process.Start(start)!).ToList();
        try
        {
            await Task.Delay(Settle, ct);
            return processes.Average(process => ReadProportionalMemory($"/proc/{process.Id}"));
        }
        finally
        {
            foreach (var process in processes)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
                process.Dispose();
            }
        }
    }

    private static Row Value(string name, string unit, string against, double bare, double brasa, Aim? aim) => new(
        name, unit, against, new Figure(bare, bare, bare), new Figure(brasa, brasa, brasa), Comparison.Value, new Figure(brasa, brasa, brasa), aim);
}
