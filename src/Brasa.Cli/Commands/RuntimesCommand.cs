using System.CommandLine;
using Brasa.Cli.Machine;
using Brasa.Cli.Servers;

namespace Brasa.Cli.Commands;

/// <summary><c>brasa runtimes</c>: which runtimes functions can use on this machine, and how to get the others.</summary>
internal static class RuntimesCommand
{
    public static Command Create(Screen screen)
    {
        var data = ServerOptions.Data();
        var command = new Command("runtimes", "Lists the runtimes found here, and how to get the others.") { data };
        command.SetAction((result, ct) => RunAsync(screen, new DataDirectory(result.GetValue(data)!), ct));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, DataDirectory data, CancellationToken ct)
    {
        var inspection = await Inspection.ReadAsync(Launcher.Find(), data, ct);
        if (inspection.Runtimes.Count > 0)
        {
            screen.Title("Functions can use");
            screen.Table(["Runtime", "Version", "Interpreter"], inspection.Runtimes.Select(found => (string[])[found.Identifier, found.Version, found.Path]));
        }

        if (inspection.Missing.Count > 0)
        {
            screen.Title("Not found");
            screen.Table(["Runtime", "Package", "or an installation, so that this exists"],
                inspection.Missing.Select(missing => (string[])[missing.Identifier, missing.AptPackage, missing.Interpreter]));
            screen.Verbatim("A package is installed with apt-get install, where this release of Debian or Ubuntu has that version of it.\nA server sees what was added when it next starts.");
        }

        return 0;
    }
}
