using System.CommandLine;
using System.Text.RegularExpressions;
using Brasa.Cli.Commands;
using Spectre.Console;

namespace Brasa.Cli.Tests.Commands;

public sealed partial class RootTests
{
    [Fact]
    public async Task Help_lists_what_the_launcher_carries_out_itself()
    {
        var (_, help) = await RunAsync("--help");

        var verbs = LauncherVerbs().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "brasa"), TestContext.Current.CancellationToken))
            .SelectMany(match => match.Groups[1].Value.Split(" | ")).ToList();
        Assert.Contains("up", verbs);
        Assert.All(verbs, verb => Assert.Matches($@"(?m)^  {verb} ", help));
    }

    [Fact]
    public async Task An_unknown_command_is_an_error_and_lists_what_there_is()
    {
        var (exitCode, said) = await RunAsync("deploy");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("'deploy'", said, StringComparison.Ordinal);
        Assert.Contains("  quickstart ", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("http")]
    public async Task A_port_that_cannot_be_is_refused_before_anything_is_done(string port)
    {
        var (exitCode, said) = await RunAsync("quickstart", "--port", port);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("--port", said, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(params string[] arguments)
    {
        await using var said = new StringWriter();
        var screen = new Screen(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said) }));
        var exitCode = await Root.Create(screen).Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = said, Error = said, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (exitCode, said.ToString());
    }

    /// <summary>The labels of the launcher's <c>case</c>, but for the last, which is this program.</summary>
    [GeneratedRegex(@"(?m)^    ([a-z]+(?: \| [a-z]+)*)\) ")]
    private static partial Regex LauncherVerbs();
}
