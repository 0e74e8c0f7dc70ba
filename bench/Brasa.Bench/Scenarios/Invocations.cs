using System.Diagnostics;
using Brasa.Bench.Load;

namespace Brasa.Bench.Scenarios;

/// <summary>Invocations that are all sent at one time.</summary>
internal static class Invocations
{
    private const int StackBytes = 256 << 10;

    /// <summary>The milliseconds that each took, measured from the time at which all were let go.</summary>
    public static IReadOnlyList<double> RunAtOnce(Target target, int count)
    {
        using var connected = new CountdownEvent(count);
        using var go = new ManualResetEventSlim();
        var took = new double[count];
        Exception? failure = null;
        var started = 0L;
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            try
            {
                using var connection = Connect(target, connected);
                go.Wait();
                connection.Call();
                took[i] = Stopwatch.GetElapsedTime(Volatile.Read(ref started)).TotalMilliseconds;
            }
            catch (Exception failed)
            {
                Volatile.Write(ref failure, failed);
            }
        }, StackBytes) { IsBackground = true }).ToList();
        foreach (var thread in threads) thread.Start();
        connected.Wait();
        Volatile.Write(ref started, Stopwatch.GetTimestamp());
        go.Set();
        foreach (var thread in threads) thread.Join();
        return failure is null ? took : throw new BenchException(failure.Message, failure);
    }

    private static Connection Connect(Target target, CountdownEvent connected)
    {
        try
        {
            return new Connection(target);
        }
        finally
        {
            connected.Signal();
        }
    }
}
