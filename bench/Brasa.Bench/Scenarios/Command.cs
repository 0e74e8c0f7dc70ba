using System.Diagnostics;

namespace Brasa.Bench.Scenarios;

/// <summary>A program that is run to its end, with nothing but a search path in its environment: a variable can slow an interpreter's start.</summary>
internal sealed record Command(IReadOnlyList<string> Words, string Directory)
{
    /// <summary>Runs it, which must succeed; returns the milliseconds from spawning it to having seen its end.</summary>
    public async Task<double> RunAsync(CancellationToken ct)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(Words[0], Words.Skip(1)) { WorkingDirectory = Directory, RedirectStandardError = true },
        };
        process.StartInfo.Environment.Clear();
        process.StartInfo.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");

        var started = Stopwatch.GetTimestamp();
        process.Start();
        await process.WaitForExitAsync(ct);
        var elapsed = Stopwatch.GetElapsedTime(started);

        if (process.ExitCode != 0) throw new BenchException($"{string.Join(' ', Words)} failed: {await process.StandardError.ReadToEndAsync(ct)}");
        return elapsed.TotalMilliseconds;
    }
}
