using Brasa.Cli.Commands;
using Brasa.Cli.Servers;
using Spectre.Console;

namespace Brasa.Cli.Tests.Commands;

public sealed class EnvironmentsCommandTests
{
    [Fact]
    public void What_runs_and_what_is_ready_is_shown_with_its_memory()
    {
        var said = Show(new EnvironmentListing(
            [new ListedEnvironment("arn:aws:lambda:eu-west-1:123456789012:function:hello", "2026/11/22/[$LATEST]abc", "Frozen", 7 << 20, 75)],
            [new ListedStock("python3.12", 6 << 20, 3_600), new ListedStock("nodejs20.x", 9 << 20, 1)]));

        Assert.Contains("Of functions: 1, 7.0 MB", said, StringComparison.Ordinal);
        Assert.Matches(@"function:hello +│ Frozen +│ 0:01:15 +│ 7\.0 MB +│ 2026/11/22/\[\$LATEST\]abc", said);
        Assert.Contains("Booted and nobody's yet: 2, 15.0 MB", said, StringComparison.Ordinal);
        Assert.Matches(@"python3\.12 +│ 1:00:00 +│ 6\.0 MB", said);
    }

    [Fact]
    public void Nothing_is_shown_as_nothing() => Assert.Contains("Of functions: none", Show(new EnvironmentListing([], [])), StringComparison.Ordinal);

    [Fact]
    public async Task Where_nothing_listens_it_says_so()
    {
        using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1") };
        var refusal = await Assert.ThrowsAnyAsync<CliException>(() => EnvironmentListing.ReadAsync(http, TestContext.Current.CancellationToken));
        Assert.StartsWith("no server answers at http://127.0.0.1:1/: Connection refused", refusal.Message, StringComparison.Ordinal);
    }

    private static string Show(EnvironmentListing listing)
    {
        using var said = new StringWriter();
        EnvironmentsCommand.Show(Screen.Of(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said) })), listing);
        return said.ToString();
    }
}
