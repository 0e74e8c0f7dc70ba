using System.Diagnostics;

namespace Brasa.Bench.Load;

/// <summary>How much load one round makes: so many requests, or as many as fit into the time.</summary>
internal sealed record Workload(int Clients, int Requests, TimeSpan Time)
{
    /// <summary>What each client waits between a response and its next request.</summary>
    public TimeSpan Pause { get; init; }
}

/// <summary>What one round of load saw, the last of it being the processor time a request took in the server's process.</summary>
internal sealed record Round(double P50Milliseconds, double P99Milliseconds, double RequestsPerSecond, double ServerMicroseconds);

/// <summary>Runs rounds of load.</summary>
internal static class LoadGenerator
{
    public static Round Run(Target target, Workload load, CancellationToken ct)
    {
        var remaining = load.Requests;
        var end = long.MaxValue;
        bool MayCall(long now) => now < end && !ct.IsCancellationRequested && Interlocked.Decrement(ref remaining) >= 0;

        var clients = Enumerable.Range(0, load.Clients).Select(_ => new Client(target, MayCall, load.Pause)).ToList();
        try
        {
            var processorTime = target.ProcessorTime();
            var started = Stopwatch.GetTimestamp();
            end = started + (long)(load.Time.TotalSeconds * Stopwatch.Frequency);
            foreach (var client in clients) client.Start();
            foreach (var client in clients) client.Join();
            var elapsed = Stopwatch.GetElapsedTime(started);

            processorTime = target.ProcessorTime() - processorTime;

            ct.ThrowIfCancellationRequested();
            if (clients.Find(client => client.Failure is not null) is { Failure: var failure }) throw new BenchException(failure!.Message, failure);

            var latencies = clients.SelectMany(client => client.Latencies).Order().Select(Milliseconds).ToList();
            return new Round(
                Percentile.Of(latencies, 50), Percentile.Of(latencies, 99), latencies.Count / elapsed.TotalSeconds,
                processorTime.TotalMicroseconds / latencies.Count);
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
