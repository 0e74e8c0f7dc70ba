using System.Collections.Concurrent;
using System.Diagnostics;
using Brasa.Bench.Load;
using Brasa.Bench.Scenarios;
using Brasa.Bench.Targets;

namespace Brasa.Bench.Soak;

/// <summary>What one window of time saw: calls, those that failed, what they took beyond their functions' own time, and what the server held at its end.</summary>
internal sealed record Window(TimeSpan End, int Calls, int Failures, double P50Milliseconds, double P99Milliseconds, ServerState State);

/// <summary>Plays a <see cref="Trace"/> against a server: calls are sent when the trace says so, whether or not earlier ones have been answered.</summary>
internal sealed class Replay : IAsyncDisposable
{
    private const int FunctionCount = 200;
    private const double CallsPerSecond = 100;
    private const int Windows = 12;

    /// <summary>One function after the other is changed, which ends its environments.</summary>
    private static readonly TimeSpan ChangeInterval = TimeSpan.FromSeconds(10);

    private readonly Trace trace = new(FunctionCount, CallsPerSecond);
    private readonly ConcurrentBag<double> latencies = [];
    private readonly Scratch scratch;
    private readonly BrasaServer server;
    private readonly Action<string> say;
    private readonly Stopwatch clock = new();
    private int failures;
    private string? firstFailure;

    private Replay(Scratch scratch, BrasaServer server, Action<string> say)
    {
        this.scratch = scratch;
        this.server = server;
        this.say = say;
    }

    /// <summary>The machine's control groups of Brasa before the server started.</summary>
    public required int CgroupsBefore { get; init; }

    /// <summary>What failed first, if anything did.</summary>
    public string? FirstFailure => firstFailure;

    public static async Task<Replay> StartAsync(Action<string> say, CancellationToken ct)
    {
        var scratch = new Scratch();
        try
        {
            say("starting Brasa");
            var cgroups = ServerState.CountCgroups();
            return new Replay(scratch, await BrasaServer.StartAsync(scratch.Make("data"), ct), say) { CgroupsBefore = cgroups };
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    public async Task<IReadOnlyList<Window>> RunAsync(TimeSpan length, CancellationToken ct)
    {
        await CreateFunctionsAsync(ct);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        clock.Start();
        var calling = Task.Run(() => CallAsync(length, ct), ct);
        var changing = ChangeAsync(over.Token);
        var windows = new List<Window>();
        for (var n = 1; n <= Windows; n++)
        {
            var end = length / Windows * n;
            if (end > clock.Elapsed) await Task.Delay(end - clock.Elapsed, ct);
            windows.Add(await CloseWindowAsync(end, ct));
            say($"{end:hh\\:mm\\:ss}: {windows[^1].Calls} calls, {windows[^1].Failures} failed, p50 {windows[^1].P50Milliseconds:F1} ms, p99 {windows[^1].P99Milliseconds:F0} ms, {windows[^1].State}");
        }

        await over.CancelAsync();
        await calling;
        await changing;
        return windows;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        scratch.Dispose();
    }

    private async Task CreateFunctionsAsync(CancellationToken ct)
    {
        say($"creating {FunctionCount} functions");
        foreach (var function in trace.Functions)
        {
            var language = Language.All[function.IsPython ? 0 : 1];
            var runtime = server.Status.Runtimes.First(runtime => runtime.Identifier.StartsWith(language.RuntimePrefix, StringComparison.Ordinal));
            var file = Path.Combine(AppContext.BaseDirectory, "Functions", "hold", function.IsPython ? "hold.py" : "hold.cjs");
            await server.CreateAsync(function.Name, runtime.Identifier, Language.ZipOf(file, Path.GetFileName(file)), function.MemoryMiB, [], ct, "hold.handler");
        }
    }

    private async Task CallAsync(TimeSpan length, CancellationToken ct)
    {
        var next = new PriorityQueue<TraceFunction, double>();
        foreach (var function in trace.Functions) next.Enqueue(function, trace.NextCall(function, 0));
        var open = new ConcurrentDictionary<Task, bool>();
        while (next.TryDequeue(out var function, out var due) && due < length.TotalSeconds)
        {
            var wait = TimeSpan.FromSeconds(due) - clock.Elapsed;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, ct);
            var call = CallOnceAsync(function.Name, TimeSpan.FromSeconds(trace.NextHold(function)), ct);
            open[call] = true;
            _ = call.ContinueWith(done => open.TryRemove(done, out _), TaskScheduler.Default);
            next.Enqueue(function, due + trace.NextCall(function, due));
        }

        await Task.WhenAll(open.Keys);
    }

    private async Task CallOnceAsync(string function, TimeSpan hold, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var problem = await server.InvokeAsync(function, Subject.Hold(hold), ct);
        latencies.Add((Stopwatch.GetElapsedTime(started) - hold).TotalMilliseconds);
        if (problem is null) return;
        Interlocked.Increment(ref failures);
        Interlocked.CompareExchange(ref firstFailure, $"{function}: {problem}", null);
    }

    private async Task ChangeAsync(CancellationToken over)
    {
        try
        {
            for (var n = 0; ; n++)
            {
                await Task.Delay(ChangeInterval, over);
                await server.RequireNewEnvironmentAsync(trace.Functions[n % FunctionCount].Name, $"change {n}", over);
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
    }

    private async Task<Window> CloseWindowAsync(TimeSpan end, CancellationToken ct)
    {
        var seen = new List<double>();
        while (latencies.TryTake(out var latency)) seen.Add(latency);
        seen.Sort();
        var state = ServerState.Read(server.ProcessId, await server.CountEnvironmentsAsync(ct), CgroupsBefore);
        return new Window(end, seen.Count, Interlocked.Exchange(ref failures, 0), Percentile.Of(seen, 50), Percentile.Of(seen, 99), state);
    }
}
