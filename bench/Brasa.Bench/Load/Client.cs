using System.Diagnostics;

namespace Brasa.Bench.Load;

/// <summary>A thread that sends its next request when it has the response to the last. Its connection is made before it starts.</summary>
internal sealed class Client : IDisposable
{
    /// <summary>Room for a usual round, so that lists do not grow while time is taken.</summary>
    private const int Capacity = 1 << 15;

    private readonly Connection connection;
    private readonly List<long> latencies = new(Capacity);
    private readonly Thread thread;

    /// <param name="target">What it calls.</param>
    /// <param name="mayCall">Asked before each request, with the time in clock ticks.</param>
    /// <param name="pause">Between a response and the next request.</param>
    public Client(Target target, Func<long, bool> mayCall, TimeSpan pause)
    {
        connection = new Connection(target);
        thread = new Thread(() => Run(mayCall, pause)) { IsBackground = true };
    }

    /// <summary>What each call took, in clock ticks.</summary>
    public IReadOnlyList<long> Latencies => latencies;

    /// <summary>What ended it early, if anything did.</summary>
    public Exception? Failure { get; private set; }

    public void Start() => thread.Start();

    public void Join() => thread.Join();

    public void Dispose() => connection.Dispose();

    private void Run(Func<long, bool> mayCall, TimeSpan pause)
    {
        try
        {
            var now = Stopwatch.GetTimestamp();
            while (mayCall(now))
            {
                connection.Call();
                var done = Stopwatch.GetTimestamp();
                latencies.Add(done - now);
                now = done;
                if (pause == TimeSpan.Zero) continue;
                Thread.Sleep(pause);
                now = Stopwatch.GetTimestamp();
            }
        }
        catch (Exception failure)
        {
            Failure = failure;
        }
    }
}
