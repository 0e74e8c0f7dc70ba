using System.Diagnostics;
using Brasa.Sandbox.Tests.Support;
using static Brasa.Sandbox.Tests.Support.IsolatedHost;

namespace Brasa.Sandbox.Tests.Oci;

/// <summary>Prints what a start costs on this machine. Explicit: numbers mean something on a quiet machine only.</summary>
public sealed class OciStartTimeTests(IsolatedHost host)
{
    [Fact(Explicit = true)]
    public async Task Start_times()
    {
        var ct = TestContext.Current.CancellationToken;
        var bare = new List<double>();
        var returned = new List<double>();
        var running = new List<double>();
        var drain = 0.0;
        var memory = 0.0;
        for (var n = 0; n < 30; n++)
        {
            var begin = Stopwatch.GetTimestamp();
            using (var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-I", "-S", "-c", ""]))!) await process.WaitForExitAsync(ct);
            bare.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);

            var slot = await host.Host.ReserveAsync(ct);
            await Task.Delay(300, ct); // the pool refills meanwhile
            begin = Stopwatch.GetTimestamp();
            await using var sandbox = await slot.StartAsync(
                Python("import socket,time\ns = socket.socket(); s.connect(('127.0.0.1', 9001)); time.sleep(100)"), new CollectedOutput(), ct);
            returned.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            using var connection = await slot.Listeners[0].AcceptAsync(ct);
            running.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);

            begin = Stopwatch.GetTimestamp();
            for (var i = 0; i < 1000; i++) sandbox.DrainOutput();
            drain = Stopwatch.GetElapsedTime(begin).TotalMicroseconds / 1000;
            begin = Stopwatch.GetTimestamp();
            for (var i = 0; i < 1000; i++) sandbox.ReadMemory();
            memory = Stopwatch.GetElapsedTime(begin).TotalMicroseconds / 1000;
        }

        var burst = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.RunAsync(Python(""))));
        var each = Stopwatch.GetElapsedTime(burst).TotalMilliseconds / 50;
        TestContext.Current.SendDiagnosticMessage(
            $"bare python, start to end {Median(bare):F1} ms; StartAsync {Median(returned):F1} ms; to the first connection {Median(running):F1} ms; " +
            $"drain {drain:F2} µs; memory {memory:F1} µs; 50 at once with their slots {each:F1} ms each");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
