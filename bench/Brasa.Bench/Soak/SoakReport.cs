using System.Globalization;
using System.Text;
using Brasa.Bench.Results;

namespace Brasa.Bench.Soak;

/// <summary>A replay's result as a page of the documentation.</summary>
internal static class SoakReport
{
    public static string Write(IReadOnlyList<Window> windows, string? firstFailure, int left)
    {
        var machine = Machine.Read();
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # The last hours under load

            Written by `./brasa soak --minutes {windows[^1].End.TotalMinutes:F0}` on {DateTime.UtcNow:yyyy-MM-dd}: {machine.Kernel}, {machine.Cores} processors. 200 functions, 100 calls a second on average, in bursts;
            every ten seconds one function is changed. Latency is what a call took beyond the time its function held it; the state is the server's at the end
            of each twelfth of the time.

            | until | calls | failed | p50 | p99 | server | threads | descriptors | mounts | cgroups | environments |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
        foreach (var window in windows)
        {
            var state = window.State;
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {window.End:hh\\:mm\\:ss} | {window.Calls} | {window.Failures} | {window.P50Milliseconds:F2} ms | {window.P99Milliseconds:F1} ms | {state.MegabytesOfServer:F0} MB | {state.Threads} | {state.Descriptors} | {state.Mounts} | {state.Cgroups} | {state.Environments} |");
        }

        text.AppendLine();
        text.AppendLine(firstFailure is null ? "No call failed." : $"The first call that failed: `{firstFailure}`");
        text.AppendLine(CultureInfo.InvariantCulture, $"After the server's end {left} control groups were left.");
        return text.ToString();
    }
}
