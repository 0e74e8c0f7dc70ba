using System.CommandLine;
using Brasa.Cli.Servers;

namespace Brasa.Cli.Commands;

/// <summary><c>brasa quickstart</c>: from a fresh machine to functions that have run, in one command.</summary>
internal static class QuickstartCommand
{
    public static Command Create(Screen screen)
    {
        var port = ServerOptions.Port();
        var data = ServerOptions.Data();
        var isolation = ServerOptions.Isolation();
        var fileSystem = ServerOptions.FileSystem();
        var networks = ServerOptions.Networks();
        var command = new Command("quickstart", "Sets everything up, starts a server and runs two example functions.") { port, data, isolation, fileSystem, networks };
        command.SetAction(async (result, ct) =>
        {
            var options = new QuickstartOptions(
                result.GetValue(port), new DataDirectory(result.GetValue(data)!), result.GetValue(isolation)!, result.GetValue(fileSystem)!, result.GetValue(networks), result.GetResult(data) is { Implicit: false });
            await new Quickstart(screen, Launcher.Find(), options).RunAsync(ct);
            return 0;
        });
        return command;
    }
}

/// <summary>What quickstart is told.</summary>
/// <param name="Port">The server's port.</param>
/// <param name="Data">The server's data directory.</param>
/// <param name="Isolation"><c>sandbox</c> or <c>none</c>.</param>
/// <param name="FileSystems">Directories that functions are given, each as the server takes it.</param>
/// <param name="Networks">The file that declares networks; <c>null</c> for none.</param>
/// <param name="NamesData">Whether the user named the data directory.</param>
internal sealed record QuickstartOptions(int Port, DataDirectory Data, string Isolation, IReadOnlyList<string> FileSystems, string? Networks, bool NamesData)
{
    public bool IsIsolated => Isolation == ServerOptions.Sandbox;

    public string Endpoint => $"http://127.0.0.1:{Port}";

    /// <summary>The options that differ from the defaults, to be given again.</summary>
    public string Given => (Port == ServerOptions.DefaultPort ? "" : $" --port {Port}") + GivenData + (Networks is null ? "" : $" --networks {Networks}");

    /// <summary>The directories for functions, to be given again.</summary>
    public string GivenFileSystems => string.Concat(FileSystems.Select(given => $" --file-system {given}"));

    /// <summary>The data directory, where it is not the default one.</summary>
    public string GivenData => NamesData ? $" --data {Data.Path}" : "";
}
