using System.Collections.Concurrent;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Processes;

/// <summary>One thread that waits for all output pipes and all process handles, however many sandboxes there are.</summary>
internal sealed class Reactor : IDisposable
{
    private const int EventsPerWait = 64;

    private readonly ConcurrentDictionary<long, Action> handlers = new();
    private readonly Epoll epoll = new();
    private readonly Pipe wake = Pipe.ForReading();
    private readonly Thread thread;
    private long lastToken;
    private volatile bool stopping;

    public Reactor()
    {
        epoll.Add(wake.ReadEnd, 0);
        thread = new Thread(Run) { Name = "brasa-reactor", IsBackground = true };
        thread.Start();
    }

    /// <summary>
    /// Calls <paramref name="whenReadable"/> on the reactor thread while the descriptor can be read. Dispose the watch before the
    /// descriptor; a call already under way may still finish afterwards.
    /// </summary>
    public IDisposable Watch(Descriptor fd, Action whenReadable)
    {
        var token = Interlocked.Increment(ref lastToken);
        handlers[token] = whenReadable;
        epoll.Add(fd, token);
        return new Subscription(this, fd, token);
    }

    public void Dispose()
    {
        if (stopping) return;
        stopping = true;
        wake.WriteEnd.Dispose();
        thread.Join();
        epoll.Dispose();
        wake.Dispose();
    }

    private void Run()
    {
        Span<long> tokens = stackalloc long[EventsPerWait];
        while (!stopping)
        {
            var count = epoll.Wait(tokens);
            foreach (var token in tokens[..count])
            {
                if (handlers.TryGetValue(token, out var handler)) Call(handler, token);
            }
        }
    }

    /// <summary>A sink that throws loses its watch, not everybody's reactor.</summary>
    private void Call(Action handler, long token)
    {
        try
        {
            handler();
        }
        catch (Exception)
        {
            handlers.TryRemove(token, out _);
        }
    }

    private sealed class Subscription(Reactor reactor, Descriptor fd, long token) : IDisposable
    {
        public void Dispose()
        {
            if (reactor.handlers.TryRemove(token, out _) && !fd.IsClosed) reactor.epoll.Remove(fd);
        }
    }
}
