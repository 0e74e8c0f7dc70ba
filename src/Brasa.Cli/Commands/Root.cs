using System.CommandLine;
using System.CommandLine.Help;

namespace Brasa.Cli.Commands;

/// <summary>The command line as a whole.</summary>
internal static class Root
{
    public static Command Create(Screen screen)
    {
        var root = new Command("brasa", "AWS Lambda on your own machines. New here? Begin with: ./brasa quickstart")
        {
            new HelpOption { Recursive = true },
            new VersionOption(),
            QuickstartCommand.Create(screen),
            Launched("up", "Runs the server in the foreground until Ctrl+C."),
            DownCommand.Create(screen),
            DoctorCommand.Create(screen),
            RuntimesCommand.Create(screen),
            LogsCommand.Create(),
            EnvironmentsCommand.Create(screen),
            CredentialsCommand.Create(screen),
            BillCommand.Create(screen),
            Launched("inspect", "Prints as JSON what this machine offers the server."),
            Launched("test", "Builds and runs all tests."),
            Launched("soak", "Runs the tests that take long, and keeps their result in docs/results."),
            Launched("bench", "Measures, against a baseline of the same run."),
        };
        root.SetAction(result => new HelpAction().Invoke(result));
        return root;
    }

    /// <summary>A command that the launcher carries out without this program, which only lists it.</summary>
    private static Command Launched(string name, string description)
    {
        var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(int (_) => throw new CliException($"start it through the launcher: ./brasa {name}"));
        return command;
    }
}
