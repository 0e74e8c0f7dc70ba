using System.CommandLine;
using System.Globalization;
using Brasa.Cli.Servers;

namespace Brasa.Cli.Commands;

/// <summary><c>brasa environments</c>: what runs for functions, what is kept ready, and the memory of both.</summary>
internal static class EnvironmentsCommand
{
    public static Command Create(Screen screen)
    {
        var server = new ServerAddress();
        var command = server.AddTo(new Command("environments", "Lists the execution environments of functions, and what is kept ready for the next."));
        command.SetAction(async (result, ct) =>
        {
            using var http = server.Open(result);
            Show(screen, await EnvironmentListing.ReadAsync(http, ct));
            return 0;
        });
        return command;
    }

    internal static void Show(Screen screen, EnvironmentListing listing)
    {
        screen.Title($"Of functions: {Total(listing.Environments.Select(environment => environment.MemoryBytes))}");
        screen.Table(["Function", "State", "Idle", "Memory", "Log stream"], listing.Environments.Select(environment => (string[])
            [environment.Function, environment.State, Time(environment.IdleSeconds), Size(environment.MemoryBytes), environment.LogStream]));
        screen.Title($"Booted and nobody's yet: {Total(listing.Stock.Select(stock => stock.MemoryBytes))}");
        screen.Table(["Runtime", "Ready for", "Memory"], listing.Stock.Select(stock => (string[])
            [stock.Runtime, Time(stock.ReadySeconds), Size(stock.MemoryBytes)]));
    }

    private static string Total(IEnumerable<long> bytes) => bytes.ToList() is { Count: > 0 } all ? $"{all.Count}, {Size(all.Sum())}" : "none";

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MB");

    private static string Time(double? seconds) => seconds is { } passed ? TimeSpan.FromSeconds(Math.Floor(passed)).ToString("g", CultureInfo.InvariantCulture) : "";
}
