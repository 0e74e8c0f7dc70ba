using Brasa.Cli.Examples;
using Brasa.Cli.Lambda;
using Brasa.Cli.Machine;
using Brasa.Cli.Servers;

namespace Brasa.Cli.Commands;

/// <summary>The steps of quickstart, each of which can be repeated: a second run finds most of them done.</summary>
internal sealed class Quickstart(Screen screen, Launcher launcher, QuickstartOptions options)
{
    /// <summary>Longer than a function of the examples may take.</summary>
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(options.Endpoint), Timeout = RequestPatience };
        var health = await FindServerAsync(new HealthClient(http), ct);
        screen.Blank();

        var runner = new ExampleRunner(new LambdaClient(http), screen, launcher.Root);
        var ran = new List<Example>();
        foreach (var example in Example.All)
        {
            if (await runner.RunAsync(example, health.Runtimes, ct)) ran.Add(example);
        }

        if (ran.Count == 0) throw new CliException($"the server found no interpreter when it started. Restart it: {launcher.Command} down{options.GivenData}, then this again.");
        NextSteps.Show(screen, launcher, options, ran[0]);
    }

    private async Task<Health> FindServerAsync(HealthClient client, CancellationToken ct)
    {
        if (await client.ReadAsync(ct) is { } running)
        {
            if (options.NamesData && !options.Data.IsInUse())
                throw new CliException($"the server at {options.Endpoint} does not use {options.Data.Path}. Give another port with --port.");
            screen.Done($"A server answers at {options.Endpoint} already (isolation: {running.Isolation}); it is used as it is");
            return running;
        }

        await PrepareMachineAsync(ct);
        var starter = new ServerStarter(launcher, options.Data, client);
        var health = await screen.WhileAsync("Starting the server …", _ => starter.StartAsync(options.Port, options.Isolation, options.FileSystems, options.Networks, ct));
        screen.Done($"The server runs in the background at {options.Endpoint} (isolation: {health.Isolation}; log: {options.Data.Log})");
        return health;
    }

    private async Task PrepareMachineAsync(CancellationToken ct)
    {
        var inspection = await InspectAsync(ct);
        if (options.IsIsolated && !inspection.Host.IsRoot && !inspection.Host.IsRootless) throw new CliException(NeedsRoot());

        var packages = Prerequisites.MissingPackages(inspection, options.IsIsolated);
        if (packages.Count > 0 && inspection.Host.IsRoot && Apt.IsAvailable)
        {
            await InstallAsync(packages, ct);
            inspection = await InspectAsync(ct);
        }

        if (Prerequisites.Obstacle(inspection, options.IsIsolated) is { } obstacle) throw new CliException(obstacle);
        screen.Done($"This machine has what functions need; runtimes: {string.Join(", ", inspection.Runtimes.Select(runtime => runtime.Identifier))}");
        if (inspection.Host.IsRootless) screen.Note($"Without root, functions are isolated, but neither their memory nor their CPU is limited unless a control group was delegated: {launcher.Command} up tells more");
        if (!inspection.Host.IsRoot && packages.Count > 0) screen.Note($"For more languages: {Apt.Command(packages)}");
    }

    private Task<Inspection> InspectAsync(CancellationToken ct) =>
        screen.WhileAsync("Looking at this machine …", _ => Inspection.ReadAsync(launcher, options.Data, ct));

    private async Task InstallAsync(IReadOnlyList<string> packages, CancellationToken ct)
    {
        var failure = await screen.WhileAsync($"Installing {string.Join(", ", packages)}:", progress => Apt.InstallAsync(packages, progress, ct));
        if (failure is null)
        {
            screen.Done($"Installed {string.Join(", ", packages)}");
            return;
        }

        // What is there may still do: the next look at the machine decides.
        screen.Note("apt-get failed:");
        screen.Verbatim(failure);
    }

    private string NeedsRoot() =>
        $"""
        this machine lets nobody but root isolate functions: an ordinary user may make no user namespace here. Run it as root:

          sudo {launcher.Command} quickstart{options.Given}{options.GivenFileSystems}

        or, for functions that you trust, without isolation:

          {launcher.Command} quickstart{options.Given} --isolation none

        They are then plain processes with all your rights: they see your files, processes and network, and nothing limits their
        memory, CPU or disk.
        """;
}
