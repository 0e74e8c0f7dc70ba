using Brasa.Cli.Commands;
using Brasa.Cli.Machine;
using Spectre.Console;

namespace Brasa.Cli.Tests.Commands;

public sealed class DoctorCommandTests
{
    private static readonly Finding Fine = new("clock", FindingState.Ok, "2026-11-23");
    private static readonly Finding Weak = new("network", FindingState.Warning, "No nft.", "Functions reach nothing.", "apt-get install nftables");
    private static readonly Finding Broken = new("OCI runtime", FindingState.Problem, "No crun.", "No server starts.", "apt-get install crun");

    [Fact]
    public void A_problem_is_told_with_what_it_means_and_what_to_do()
    {
        var (exitCode, said) = Show(Fine, Weak, Broken);

        Assert.Equal(1, exitCode);
        Assert.Matches(@"✓ clock +2026-11-23\n", said);
        Assert.Matches(@"! network +No nft\.\n +Functions reach nothing\.\n +mend it with: apt-get install nftables\n", said);
        Assert.Matches(@"✗ OCI runtime +No crun\.\n +No server starts\.\n +mend it with: apt-get install crun\n", said);
        Assert.Contains("No server can start with isolation here: 1 to mend, and 1 to know.", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_do_not_keep_a_server_from_starting()
    {
        var (exitCode, said) = Show(Fine, Weak);

        Assert.Equal(0, exitCode);
        Assert.Contains("A server can start with isolation here; 1 to know.", said, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Said) Show(params IReadOnlyList<Finding> findings)
    {
        using var said = new StringWriter();
        return (DoctorCommand.Show(Screen.Of(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said) })), findings), said.ToString());
    }
}
