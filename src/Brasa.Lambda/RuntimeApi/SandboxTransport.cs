using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.RuntimeApi;

/// <summary>What Kestrel binds to in order to serve every sandbox's own listening sockets.</summary>
public sealed class SandboxEndPoint : EndPoint
{
    /// <summary>The only value.</summary>
    public static readonly SandboxEndPoint Instance = new();

    private SandboxEndPoint()
    {
    }

    /// <inheritdoc />
    public override string ToString() => "sandboxes";
}

/// <summary>
/// A Kestrel transport that accepts from sockets which listen inside sandboxes, and marks each connection with the sandbox it came from:
/// who a caller is follows from the socket, so it needs no token and cannot be forged.
/// </summary>
public sealed class SandboxTransport(ILoggerFactory loggers) : IConnectionListenerFactory, IConnectionListenerFactorySelector, IAsyncDisposable
{
    /// <summary>More connections at once to one listener are closed as they come: the clients in AWS's SDKs keep 50 or fewer.</summary>
    private const int MaxConnections = 64;

    /// <summary>How long to wait when the server itself can take no more connections.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly SocketConnectionContextFactory connections =
        new(new SocketConnectionFactoryOptions { UnsafePreferInlineScheduling = true }, loggers.CreateLogger<SandboxTransport>());

    private readonly Channel<ConnectionContext> accepted = Channel.CreateUnbounded<ConnectionContext>(new() { SingleReader = true });

    /// <inheritdoc />
    public bool CanBind(EndPoint endpoint) => endpoint is SandboxEndPoint;

    /// <inheritdoc />
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new Listener(accepted));

    /// <summary>Serves what connects to <paramref name="listener"/> until that socket is closed by its owner.</summary>
    /// <param name="listener">The socket.</param>
    /// <param name="mark">Marks a connection with who it is from; where it returns <c>false</c>, nobody is there to speak for it, and it is closed.</param>
    internal void Serve(Socket listener, Func<IFeatureCollection, bool> mark) => _ = AcceptAsync(listener, mark);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        accepted.Writer.TryComplete();
        connections.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(Socket listener, Func<IFeatureCollection, bool> mark)
    {
        var open = 0;
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync();
            }
            catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
            {
                continue;
            }
            catch (Exception) when (listener.SafeHandle.IsClosed)
            {
                return;
            }
            catch (SocketException)
            {
                // Out of descriptors, or of memory: who connects waits.
                await Task.Delay(Pause);
                continue;
            }

            // Who connects without end keeps this loop running: not on a thread that reads others' sockets.
            await Task.Yield();
            if (Interlocked.Increment(ref open) > MaxConnections)
            {
                Interlocked.Decrement(ref open);
                socket.Dispose();
                continue;
            }

            socket.NoDelay = true;
            var connection = connections.Create(socket);
            connection.ConnectionClosed.UnsafeRegister(_ => Interlocked.Decrement(ref open), null);
            if (!mark(connection.Features) || !accepted.Writer.TryWrite(connection)) await connection.DisposeAsync();
        }
    }

    private sealed class Listener(Channel<ConnectionContext> accepted) : IConnectionListener
    {
        public EndPoint EndPoint => SandboxEndPoint.Instance;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await accepted.Reader.WaitToReadAsync(cancellationToken))
            {
                if (accepted.Reader.TryRead(out var connection)) return connection;
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            accepted.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
