using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Brasa.Sandbox.Network.Dns;

/// <summary>
/// Answers the DNS queries of one sandbox, at port 53 of its loopback. What comes is hostile: every message is bounded, so are those at
/// work at once and those in a second, and nothing here makes another sandbox wait. One answer at most goes back for a query.
/// </summary>
internal sealed class DnsServer : IDisposable
{
    public const int Port = 53;

    private const int MaxOutstanding = 32, MaxConnections = 8;

    /// <summary>Amazon VPC user guide, "DNS attributes for your VPC": 1,024 packets per second per network interface.</summary>
    private const int MaxQueriesPerSecond = 1024;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim outstanding = new(MaxOutstanding);
    private readonly SemaphoreSlim connections = new(MaxConnections);
    private readonly Socket receiver;
    private readonly Socket listener;
    private readonly DnsForwarder forwarder;

    /// <summary>Serves from now on; the sockets stay the caller's.</summary>
    public DnsServer(Socket receiver, Socket listener, DnsForwarder forwarder)
    {
        this.receiver = receiver;
        this.listener = listener;
        this.forwarder = forwarder;
        var stopping = stop.Token;
        _ = UntilStoppedAsync(ReceiveAsync, stopping);
        _ = UntilStoppedAsync(AcceptAsync, stopping);
    }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    /// <summary>Begins anew after a failure, as where this process has no descriptor left for a while.</summary>
    private static async Task UntilStoppedAsync(Func<CancellationToken, Task> serve, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await IgnoringFailuresAsync(serve, ct);
            await IgnoringFailuresAsync(stopping => Task.Delay(Pause, stopping), ct);
        }
    }

    /// <summary>A sandbox that ends takes its sockets along in the middle of anything.</summary>
    private static async Task IgnoringFailuresAsync(Func<CancellationToken, Task> serve, CancellationToken ct)
    {
        try
        {
            await Task.Yield();
            await serve(ct);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ReceiveAsync(CancellationToken ct)
    {
        var buffer = new byte[DnsMessage.MaxQueryBytes + 1];
        var second = Stopwatch.GetTimestamp();
        for (var inSecond = 1; ; inSecond++)
        {
            if (inSecond > MaxQueriesPerSecond)
            {
                var left = TimeSpan.FromSeconds(1) - Stopwatch.GetElapsedTime(second);
                if (left > TimeSpan.Zero) await Task.Delay(left, ct);
                (second, inSecond) = (Stopwatch.GetTimestamp(), 1);
            }

            var sender = new SocketAddress(AddressFamily.InterNetwork);
            var length = await receiver.ReceiveFromAsync(buffer, SocketFlags.None, sender, ct);
            var query = buffer.AsMemory(0, length).ToArray();
            await outstanding.WaitAsync(ct);
            _ = IgnoringFailuresAsync(stopping => AnswerAsync(query, sender, stopping), ct);
        }
    }

    private async Task AnswerAsync(byte[] query, SocketAddress sender, CancellationToken ct)
    {
        var answer = ArrayPool<byte>.Shared.Rent(DnsMessage.MaxDatagramBytes);
        try
        {
            var length = await forwarder.ResolveAsync(query, answer, ProtocolType.Udp, ct);
            if (length > 0) await receiver.SendToAsync(answer.AsMemory(0, length), SocketFlags.None, sender, ct);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(answer);
            outstanding.Release();
        }
    }

    private async Task AcceptAsync(CancellationToken ct)
    {
        while (true)
        {
            var connection = await listener.AcceptAsync(ct);
            try
            {
                await connections.WaitAsync(ct);
            }
            catch
            {
                connection.Dispose();
                throw;
            }

            _ = IgnoringFailuresAsync(stopping => ServeAsync(connection, stopping), ct);
        }
    }

    private async Task ServeAsync(Socket connection, CancellationToken ct)
    {
        var answer = ArrayPool<byte>.Shared.Rent(DnsMessage.MaxAnswerBytes);
        try
        {
            using var owned = connection;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var query = new byte[DnsMessage.MaxQueryBytes];
            while (true)
            {
                limit.CancelAfter(Idle);
                var read = await DnsStream.ReadAsync(connection, query, limit.Token);
                var length = read == 0 ? 0 : await forwarder.ResolveAsync(query.AsMemory(0, read), answer, ProtocolType.Tcp, limit.Token);
                if (length == 0) return;
                await DnsStream.WriteAsync(connection, answer.AsMemory(0, length), limit.Token);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(answer);
            connections.Release();
        }
    }
}
