using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Brasa.Bench.Load;
using Brasa.Bench.Results;
using Brasa.Bench.Targets;
using Brasa.Core.Queues;
using Brasa.Storage.Sqlite;

namespace Brasa.Bench.Scenarios;

/// <summary>What accepting events that nobody waits for takes, against commits of the same store in this process, in turns; and how late they run.</summary>
internal static class Asynchronous
{
    private const int Clients = 64;
    private const string Filling = "asynchronous-filling", Late = "asynchronous-late";

    /// <summary>Between two events whose lateness is measured.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>What is printed is in the log a tenth of a second later.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<Row>> RunAsync(Subject subject, CancellationToken ct) =>
        [await AcceptAsync(subject, ct), await RunLateAsync(subject, ct)];

    /// <summary>Accepts events of a function that has no room for them, as it runs one for as long as it takes.</summary>
    private static async Task<Row> AcceptAsync(Subject subject, CancellationToken ct)
    {
        await subject.CreateHoldAsync(Filling, [], ct);
        await subject.Server.ReserveAsync(Filling, 1, ct);
        var held = subject.Server.InvokeAsync(Filling, Subject.Hold(Patience), ct);
        var target = subject.Server.AsynchronousTargetOf(Filling);
        using var store = new SqliteMessageStore(Path.Combine(subject.Scratch.Make("messages"), "messages.db"));
        var load = new Workload(Clients, subject.Sampling.ManyClientsRequests, TimeSpan.FromSeconds(subject.Sampling.RoundSeconds));

        var (raw, brasa) = (new List<double>(), new List<double>());
        for (var i = 0; i < subject.Sampling.Rounds; i++)
        {
            subject.Say($"asynchronous: accepting, round {i + 1} of {subject.Sampling.Rounds}");
            raw.Add(await CommitAsync(store, load, ct));
            brasa.Add(LoadGenerator.Run(target, load, ct).RequestsPerSecond);
        }

        await subject.Server.DeleteAsync(Filling, ct);
        await held;
        return new Row(
            $"asynchronous/{Clients}/accepted", "/s", "commits of the store", Figure.Median(raw), Figure.Median(brasa), Comparison.Ratio,
            Figure.Median(brasa.Zip(raw, (accepted, committed) => accepted / committed)), null);
    }

    private static async Task<double> CommitAsync(SqliteMessageStore store, Workload load, CancellationToken ct)
    {
        var body = Encoding.UTF8.GetBytes(Target.Event);
        var state = new byte[200]; // about what an event has
        var (remaining, done) = (load.Requests, 0);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, load.Clients).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref remaining) >= 0 && Stopwatch.GetElapsedTime(started) < load.Time)
            {
                await store.WriteAsync([new MessageWrite.Add("bench", state, body)], ct);
                Interlocked.Increment(ref done);
            }
        }, ct)));
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>From sending an event to its function's first line, one at a time with an environment waiting; against a synchronous invocation and back.</summary>
    private static async Task<Row> RunLateAsync(Subject subject, CancellationToken ct)
    {
        await subject.Server.CreateAsync(
            Late, subject.Runtime.Identifier, Language.ZipOf(Path.Combine(AppContext.BaseDirectory, "Functions", "late", "late.py"), "late.py"), Subject.MemoryMiB, [], ct, "late.handler");
        await subject.Server.InvokeAsync(Late, Event(), ct);
        var waits = new List<double>();
        for (var i = 0; i < subject.Sampling.ControlRequests; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await subject.Server.InvokeAsync(Late, Event(), ct);
            waits.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(Pause, ct);
        }

        await Task.Delay(2 * LogInterval, ct);
        var before = Lateness(subject).Count;
        subject.Say("asynchronous: how late events run");
        for (var i = 0; i < subject.Sampling.ControlRequests; i++)
        {
            await subject.Server.AcceptAsync(Late, Event(), ct);
            await Task.Delay(Pause, ct);
        }

        var end = Stopwatch.GetTimestamp();
        while (Lateness(subject).Count < before + subject.Sampling.ControlRequests)
        {
            if (Stopwatch.GetElapsedTime(end) > Patience) throw new BenchException("Not all events were run.");
            await Task.Delay(LogInterval, ct);
        }

        return new Row(
            "asynchronous/1/lateness/p50", "ms", "synchronous, there and back", Figure.Median(waits), Figure.Median(Lateness(subject)[before..]), Comparison.Value,
            Figure.Median(Lateness(subject)[before..]), null);
    }

    private static string Event() => new JsonObject { ["sent"] = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds }.ToJsonString();

    /// <summary>What the function has printed, in milliseconds; in the order of its environments, and of time in each.</summary>
    private static List<double> Lateness(Subject subject) =>
    [
        .. Directory.GetFiles(Path.Combine(subject.Scratch.Root, "data", "logs"), "*.log", SearchOption.AllDirectories).Where(file => file.Contains(Late, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Where(line => line.Contains(" LATE ", StringComparison.Ordinal))
            .Select(line => 1_000 * double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)),
    ];
}
