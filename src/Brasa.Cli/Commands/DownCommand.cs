using System.CommandLine;
using Brasa.Cli.Servers;

namespace Brasa.Cli.Commands;

/// <summary><c>brasa down</c>: ends the server that <c>quickstart</c> started.</summary>
internal static class DownCommand
{
    public static Command Create(Screen screen)
    {
        var data = ServerOptions.Data();
        var command = new Command("down", "Stops the server that quickstart started.") { data };
        command.SetAction((result, ct) => RunAsync(screen, new DataDirectory(result.GetValue(data)!), ct));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, DataDirectory data, CancellationToken ct)
    {
        if (RunningServer.Find(data) is { } server)
        {
            await screen.WhileAsync($"Stopping the server (pid {server.Pid}); requests that have begun are served to their end …", () => server.StopAsync(ct));
            screen.Done($"Stopped. What it stored stays in {data.Path}.");
            return 0;
        }

        if (data.IsInUse())
            throw new CliException($"a server that quickstart did not start uses {data.Path}: end it where it was started, with Ctrl+C.");

        screen.Done($"Nothing to stop: no server runs on {data.Path}.");
        if (!Environment.IsPrivilegedProcess) screen.Note($"One that root started is stopped with: sudo {Launcher.Find().Command} down");
        return 0;
    }
}
