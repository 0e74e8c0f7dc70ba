using System.Net;
using System.Net.Sockets;
using Brasa.Cli.Commands;
using Brasa.Cli.Servers;

namespace Brasa.Cli.Machine;

/// <summary>Who has the port that a server is to listen on.</summary>
internal static class PortFindings
{
    private const string Port = "port";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Finding> OfAsync(int port, DataDirectory data, CancellationToken ct)
    {
        foreach (var endpoint in (string[])[ServerOptions.EndpointAt(port), $"https://127.0.0.1:{port}"])
        {
            try
            {
                using var http = ServerConnection.Open(endpoint, File.Exists(data.Certificate) ? data.Certificate : null);
                http.Timeout = Patience;
                if (await new HealthClient(http).ReadAsync(ct) is { } health) return Held(port, health, endpoint, data);
                break;
            }
            catch (CliException)
            {
                // Something listens; perhaps it speaks the other.
            }
        }

        return !IsFree(port)
            ? new Finding(Port, FindingState.Problem, $"Port {port} of 127.0.0.1 is held by what is no Brasa server, or one whose certificate is not trusted.", "No server starts there.", $"ss -ltnp 'sport = :{port}' tells what; or another port: brasa up --port {port + 1}")
            : data.IsInUse()
                ? new Finding(Port, FindingState.Warning, $"Port {port} of 127.0.0.1 is free, but a server uses {data.Path}.", "It listens elsewhere; another one cannot use the same directory.", $"the port of that one: brasa doctor --port PORT; or brasa down --data {data.Path}")
                : new Finding(Port, FindingState.Ok, $"{port} of 127.0.0.1 is free");
    }

    private static Finding Held(int port, Health health, string endpoint, DataDirectory data)
    {
        var who = $"{port} is held by a Brasa server, {health.Version}, isolation {health.Isolation}, at {endpoint}";
        if (RunningServer.Find(data) is { } started) return new Finding(Port, FindingState.Ok, $"{who}; process {started.Pid}, started by quickstart on {data.Path}");
        return data.IsInUse()
            ? new Finding(Port, FindingState.Ok, $"{who}; it or another one uses {data.Path}")
            : new Finding(Port, FindingState.Warning, $"Port {who}.", $"It does not use {data.Path}: another server there needs another port.", $"brasa up --port {port + 1} --data {data.Path}");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
