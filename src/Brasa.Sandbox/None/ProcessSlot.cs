using System.Net;
using System.Net.Sockets;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.None;

/// <summary>A place for one plain process: sockets on the host's loopback and a directory for its temporary files.</summary>
internal sealed class ProcessSlot : ISandboxSlot
{
    private const int Backlog = 511;

    private readonly Reactor reactor;
    private readonly Action<string> gone;
    private readonly string temporary;
    private readonly Socket[] listeners;
    private readonly SemaphoreSlim gate = new(1);
    private ProcessSandbox? sandbox;
    private bool isReturned;

    public ProcessSlot(SandboxOptions options, Reactor reactor, string parent, Action<string> gone)
    {
        this.reactor = reactor;
        this.gone = gone;
        Id = Guid.NewGuid().ToString("N")[..12];
        temporary = Directory.CreateDirectory(Path.Combine(parent, Id)).FullName;
        listeners = [.. options.Ports.Select(_ => Listen())];
    }

    public string Id { get; }

    public IReadOnlyList<Socket> Listeners => listeners;

    public EndPoint AddressInside(int index) => listeners[index].LocalEndPoint!;

    public string Locate(SandboxMount mount) => mount.Source;

    public void HoldTo(IReadOnlyList<string> networkPolicies)
    {
        if (networkPolicies.Count > 0) throw new SandboxException("A process without isolation has the machine's own network: no policy can hold it.");
    }

    public async Task<ISandbox> StartAsync(SandboxSpec spec, ISandboxOutput output, CancellationToken ct)
    {
        await Task.Yield(); // this may be a thread that others wait for
        await gate.WaitAsync(CancellationToken.None); // a start that is cancelled returns everything too
        try
        {
            ObjectDisposedException.ThrowIf(isReturned, this);
            if (sandbox is not null) await sandbox.DisposeAsync();
            HoldTo(spec.NetworkPolicies);
            return sandbox = Start(spec, output);
        }
        catch
        {
            await ReturnAllAsync();
            throw;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await gate.WaitAsync();
        try
        {
            await ReturnAllAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    private ProcessSandbox Start(SandboxSpec spec, ISandboxOutput output)
    {
        using var stdout = Pipe.ForReading();
        using var stderr = Pipe.ForReading();
        var environment = new Dictionary<string, string>(spec.Environment) { ["TMPDIR"] = temporary };
        var pid = Spawner.Start(new SpawnRequest(spec.Command, environment.Select(variable => $"{variable.Key}={variable.Value}"))
        {
            Output = stdout.WriteEnd,
            Error = stderr.WriteEnd,
            WorkingDirectory = spec.WorkingDirectory,
        });
        return new ProcessSandbox(Id, reactor, pid, stdout.TakeReadEnd(), stderr.TakeReadEnd(), output);
    }

    private async Task ReturnAllAsync()
    {
        if (isReturned) return;
        isReturned = true;
        if (sandbox is not null) await sandbox.DisposeAsync();
        foreach (var listener in listeners) listener.Dispose();
        Directory.Delete(temporary, recursive: true);
        gone(Id);
    }

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen(Backlog);
        return socket;
    }
}
