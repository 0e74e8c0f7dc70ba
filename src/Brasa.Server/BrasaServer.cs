using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Authentication;
using Brasa.Core.Events;
using Brasa.Core.Operations;
using Brasa.Core.Queues;
using Brasa.Lambda;
using Brasa.Lambda.RuntimeApi;
using Brasa.Sandbox;
using Brasa.Sandbox.None;
using Brasa.Sandbox.Oci;
using Brasa.Sandbox.Probe;
using Brasa.Server.Billing;
using Brasa.Server.Tls;
using Brasa.Services.Billing;
using Brasa.Services.Iam;
using Brasa.Services.Logs;
using Brasa.Services.Sqs;
using Brasa.Storage.Files;
using Brasa.Storage.Logs;
using Brasa.Storage.Sqlite;
using Brasa.Wire.Hosting;
using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Brasa.Server;

/// <summary>The composition root: what a server is made of, from the data directory up to the port.</summary>
internal static class BrasaServer
{
    private const int Failed = 1;

    /// <summary>How long requests that have begun may take to end once the server is told to.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    /// <summary>Runs a server until SIGINT or SIGTERM, and returns the exit code.</summary>
    public static async Task<int> RunAsync(ServerOptions options, CancellationToken ct)
    {
        try
        {
            if (options.Problem() is { } problem) return Fail(problem);
            var networks = options.NetworksPath is { } file ? NetworksFile.Read(file) : NetworksFile.None;
            var awsPrices = PricesFile.ReadAws();
            var prices = new Prices(options.PricesPath is { } own ? PricesFile.Read(own) : awsPrices, awsPrices, options.BudgetsPath is { } declared ? BudgetsFile.Read(declared) : []);
            ServingThreads.Prepare();
            WorkerThreads.Start();

            var report = SandboxProbe.Inspect(HostInspection.SandboxOptionsOf(options.DataDirectory, options.OciRuntime));
            if (options.Isolation == Isolation.Sandbox && !report.CanIsolate) return Fail(Banner.CannotIsolate(report));

            using var data = DataDirectory.Open(options.DataDirectory);
            await ServeAsync(options, networks, prices, report, data, ct);
            return 0;
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            return Fail($"--listen {options.Listen} is no address of this machine.");
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or SandboxException or SocketException or UnauthorizedAccessException)
        {
            return Fail(failure.Message);
        }
    }

    private static async Task ServeAsync(ServerOptions options, NetworksFile networks, Prices prices, HostReport report, DataDirectory data, CancellationToken ct)
    {
        using var ending = new EndSignal();
        var found = FoundRuntime.FindAsync(DataDirectory.RuntimesIn(options.DataDirectory), ct);
        var clock = TimeProvider.System;

        using var certificate = ServerCertificate.Of(options, data, clock.GetUtcNow());
        await using var app = BuildHost(options, certificate, out var transport, out var loggers);
        using var resources = new SqliteResourceStore(data.Database);
        using var usage = new SqliteUsageStore(data.Usage);
        using var messages = new SqliteMessageStore(data.Messages);
        var secrets = LocalKey.LoadOrCreate(data.Key);
        await using var events = new SegmentLogStore(data.Logs, clock, loggers.CreateLogger<SegmentLogStore>());
        await using var logs = await LogsService.StartAsync(resources, events, clock, loggers, ct);
        var fileSystems = FileSystemOption.Declare(options.FileSystems, options.DataDirectory);
        await using var sandboxes = StartSandboxes(options, [.. fileSystems.Values], networks);
        var runtimes = await found;
        using var iam = await IamService.StartAsync(resources, secrets, clock, ct);
        await using var sqs = await SqsService.StartAsync(resources, messages, clock, loggers.CreateLogger<SqsService>(), ct);
        var destinations = new DestinationRegistry();
        destinations.Register("sqs", new QueueDestination(sqs));
        LambdaService? functions = null;
        var authorizer = options.Authenticates ? iam.CreateAuthorizer(arn => sqs.Describe(arn) ?? functions?.Describe(arn) ?? default) : new LocalAuthorizer();
        await using var lambda = await LambdaService.StartAsync(
            new LambdaPorts
            {
                Resources = resources,
                Secrets = secrets,
                Blobs = new FileBlobStore(data.Code),
                Objects = new BucketFolders(data.Buckets),
                Messages = messages,
                Queues = sqs,
                Destinations = destinations,
                Logs = logs,
                LogEvents = events,
                Usage = usage,
                MeteringDirectory = data.Metering,
                Sandboxes = sandboxes,
                Transport = transport,
                RuntimeAssets = await BootstrapAssets.PrepareAsync(data.Bootstraps, runtimes, ct),
                FileSystems = fileSystems,
                Networks = networks.Vpcs,
                Roles = iam.Roles,
                Policies = iam.ResourcePolicies,
                Authorizer = options.Authenticates ? authorizer : null,
                AccountConcurrency = options.AccountConcurrency,
                Clock = clock,
                Loggers = loggers,
            }, runtimes, ct);

        functions = lambda;
        using var http = new HttpClient { Timeout = AlertSender.TimeLimit };
        await using var watch = new BudgetWatch(
            prices.Budgets, lambda.Usage, usage, prices.Own, new AlertSender(http, lambda.Events, clock, loggers.CreateLogger<AlertSender>()), clock, loggers.CreateLogger<BudgetWatch>());
        var aws = new AwsEndpoint(
            [
                lambda.Definition, OperatorService.Define(lambda.Usage, prices.Own, prices.Aws), iam.CreateDefinition(authorizer), iam.CreateSts(authorizer),
                logs.CreateDefinition(authorizer, lambda.Events), sqs.CreateDefinition(authorizer),
            ], authorizer, clock, loggers.CreateLogger<AwsEndpoint>(),
            options.Authenticates ? new SignatureVerifier(iam.Keys, clock, loggers.CreateLogger<SignatureVerifier>()) : null);
        var isolated = sandboxes as OciSandboxHost;
        var health = new Health("ok", Version, isolated is null ? "none" : "sandbox", isolated is not null && report.IsRootless,
            isolated is null ? "none" : report.Cgroup,
            isolated is null ? "host" : isolated.HasEgress ? "egress" : "none", isolated?.EgressProblem?.What, "sqlite",
            [.. runtimes.Select(HostInspection.Describe)]);

        // The handler chain, whole: first what is the sandboxes' own, then what is Brasa's own, then AWS.
        var drain = new Drain();
        Task ServeAsync(HttpContext http) =>
            RuntimeApiEndpoint.Owns(http) ? RuntimeApiEndpoint.HandleAsync(http)
            : http.Features.Get<ICallerFeature>() is not null ? drain.ServeAsync(http, aws.InvokeAsync) // a function: AWS, and nothing of Brasa's own
            : !options.Authenticates && !LocalCallers.Includes(http.Request) ? LocalCallers.RefuseAsync(http)
            : http.Request.Path.Equals("/_brasa/health") ? http.Response.WriteAsJsonAsync(health, ServerJson.Default.Health, cancellationToken: http.RequestAborted)
            : http.Request.Path.Equals("/_brasa/environments") && !LocalCallers.IncludesConnection(http) ? LocalCallers.RefuseAsync(http)
            : http.Request.Path.Equals("/_brasa/environments") ? http.Response.WriteAsJsonAsync(lambda.ListEnvironments(), ServerJson.Default.EnvironmentListing, cancellationToken: http.RequestAborted)
            : LambdaService.OwnsDownload(http) ? lambda.DownloadAsync(http)
            : drain.ServeAsync(http, aws.InvokeAsync);
        Task ServeTrafficAsync(HttpContext http) => SandboxTraffic.ServeAsync(http, ServeAsync);
        app.Run(http => ServingThreads.ServeAsync(http, RuntimeApiEndpoint.Owns(http) || LambdaService.OwnsInvocation(http), ServeTrafficAsync));
        await app.StartAsync(ct);
        Banner.Ready(Console.Out, options, report, health, isolated?.EgressProblem, fileSystems, app.Urls, certificate);
        string?[] newRoots = [options.Authenticates && !iam.HasRootKey(RequestContext.DefaultAccount) ? RequestContext.DefaultAccount : null, options.NewRootKeyAccount];
        foreach (var account in newRoots.OfType<string>().Distinct()) Banner.RootKey(Console.Out, account, await iam.AddRootKeyAsync(account, clock.GetUtcNow(), ct));

        await ending.Task;
        Banner.Ending(Console.Out);
        logs.End();
        lambda.StopPolling();
        sqs.EndWaits();
        await drain.EndAsync(DrainTime);

        // Runtimes wait for events in requests that never end by themselves: their environments go first.
        await lambda.DisposeAsync();
        await app.StopAsync(CancellationToken.None);
    }

    private static WebApplication BuildHost(ServerOptions options, ServerCertificate? certificate, out SandboxTransport transport, out ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning).AddFilter("Brasa", LogLevel.Information)
            // It logs, with a stack trace, what it also throws: a start that fails is told once, by RunAsync.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None).AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.None);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        // By then every request has been served or given up: what is still connected has nothing to wait for.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true); // see ServingThreads
        builder.Services.AddSingleton<IConnectionListenerFactory, SocketTransportFactory>();
        builder.Services.AddSingleton<SandboxTransport>();
        builder.Services.AddSingleton<IConnectionListenerFactory>(services => services.GetRequiredService<SandboxTransport>());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // Operations bound their bodies themselves, each with AWS's own limit and error.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(new IPEndPoint(options.Listen, options.Port), listen => Protect(listen, options, certificate));
            kestrel.Listen(SandboxEndPoint.Instance);
        });

        var app = builder.Build();
        transport = app.Services.GetRequiredService<SandboxTransport>();
        loggers = app.Services.GetRequiredService<ILoggerFactory>();
        return app;
    }

    /// <remarks>
    /// Kestrel itself closes who is slow: 10 s for a handshake, 30 s for headers, 130 s without a request, and after 5 s less than 240 bytes a second of a body or
    /// an answer. RuntimeApiEndpoint and SandboxTraffic set what is otherwise for sandboxes.
    /// </remarks>
    private static void Protect(ListenOptions listen, ServerOptions options, ServerCertificate? certificate)
    {
        listen.Protocols = HttpProtocols.Http1; // as without TLS: ServingThreads knows connections of one request after the other
        if (options.ServesNetwork)
        {
            var limit = new ConnectionLimit(ConnectionLimit.Most, ConnectionLimit.MostOfOne);
            listen.Use(serve => connection => limit.ServeAsync(connection, serve));
        }

        if (certificate is not null)
        {
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate.Certificate,
                ServerCertificateChain = certificate.Issuers,
                SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            });
        }
    }

    private static ISandboxHost StartSandboxes(ServerOptions options, IReadOnlyList<SharedDirectory> shared, NetworksFile networks) => options.Isolation == Isolation.Sandbox
        ? OciSandboxHost.Start(HostInspection.SandboxOptionsOf(options.DataDirectory, options.OciRuntime) with
        {
            // Who declares networks wants functions to reach them: where they cannot, there is no server.
            Network = options.NetworksPath is null ? options.Network : SandboxNetwork.Egress,
            AllowedNetworks = options.AllowedNetworks,
            NetworkPolicies = networks.Policies,
            SharedDirectories = shared,
        })
        : ProcessSandboxHost.Start(HostInspection.SandboxOptionsOf(options.DataDirectory, options.OciRuntime));

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"brasa: {message}");
        return Failed;
    }

    private static string Version => Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>What functions cost, by the operator's prices and AWS's, and what they may.</summary>
    private sealed record Prices(PriceBook Own, PriceBook Aws, IReadOnlyList<Budget> Budgets);

    /// <summary>Leaves signals to the server, which ends things in their order.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
