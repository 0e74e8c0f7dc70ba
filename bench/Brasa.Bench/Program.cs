using System.CommandLine;
using Brasa.Bench;
using Brasa.Bench.Baseline;
using Brasa.Bench.Results;
using Brasa.Bench.Soak;
using Brasa.Bench.Targets;
using Spectre.Console;

var quick = new Option<bool>("--quick") { Description = "Few samples: shows that everything works, and measures little." };
var only = new Option<string>("--only") { Description = "Runs only what begins so, as: warm, warm/python, cold/nodejs.", DefaultValueFactory = _ => "" };
var output = new Option<DirectoryInfo?>("--output") { Description = "Where the results are written. Default bench/results, and for part of a run nowhere." };

var root = new RootCommand("Measures Brasa against what the same machine can do without it.") { quick, only, output };
root.SetAction(async (parsed, ct) =>
{
    var (isQuick, prefix) = (parsed.GetValue(quick), parsed.GetValue(only)!);
    try
    {
        var results = await Benchmark.RunAsync(isQuick ? Sampling.Quick : Sampling.Full, prefix, step => Console.Error.WriteLine($"· {step}"), ct);
        ResultTable.Write(AnsiConsole.Console, results.Rows);

        // A part, or a quick look, is no result to keep unless it is asked for.
        var directory = parsed.GetValue(output)?.FullName ?? (isQuick || prefix.Length > 0 ? null : DefaultOutput());
        if (directory is not null) Console.WriteLine($"Written to {await results.WriteAsync(directory, ct)}");
        return 0;
    }
    catch (BenchException failure)
    {
        Console.Error.WriteLine($"bench: {failure.Message}");
        return 1;
    }
    catch (OperationCanceledException) when (ct.IsCancellationRequested)
    {
        Console.Error.WriteLine("bench: interrupted.");
        return 130;
    }
});

var rendezvous = new Command(BaselineServer.Command, "The baseline's server, which the benchmark starts.") { Hidden = true };
rendezvous.SetAction((_, _) => Rendezvous.RunAsync());
root.Add(rendezvous);

var minutes = new Option<int>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 60 };
var report = new Option<FileInfo>("--report") { Description = "Where the result is written.", Required = true };
var soak = new Command("soak", "Plays a bursty load of many functions, and tells whether the server stays as it was.") { minutes, report };
soak.SetAction(async (parsed, ct) =>
{
    try
    {
        IReadOnlyList<Window> windows;
        string? firstFailure;
        int cgroups;
        await using (var replay = await Replay.StartAsync(step => Console.Error.WriteLine($"· {step}"), ct))
        {
            windows = await replay.RunAsync(TimeSpan.FromMinutes(parsed.GetValue(minutes)), ct);
            firstFailure = replay.FirstFailure;
            cgroups = replay.CgroupsBefore;
        }

        await File.WriteAllTextAsync(parsed.GetValue(report)!.FullName, SoakReport.Write(windows, firstFailure, ServerState.CountCgroups() - cgroups), ct);
        return firstFailure is null ? 0 : 1;
    }
    catch (BenchException failure)
    {
        Console.Error.WriteLine($"soak: {failure.Message}");
        return 1;
    }
});
root.Add(soak);

return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });

static string DefaultOutput() =>
    Path.Combine(Path.GetDirectoryName(Environment.GetEnvironmentVariable("BRASA_LAUNCHER"))!, "bench", "results");
