using System.Text;
using System.Text.Json;
using Brasa.Core.Operations;
using Brasa.Lambda;
using Brasa.Lambda.RuntimeApi;
using Brasa.Sandbox;
using Brasa.Sandbox.None;
using Brasa.Services.Billing;
using Brasa.Services.Iam;
using Brasa.Services.Logs;
using Brasa.Services.Sqs;
using Brasa.Storage.Files;
using Brasa.Storage.Logs;
using Brasa.Storage.Sqlite;
using Brasa.Wire.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Brasa.Architecture.Tests;

/// <summary>Every modelled operation is either carried out or listed with the reason why not, and docs/compatibility.md says which.</summary>
public sealed class CompatibilityTests : IAsyncLifetime
{
    private static readonly Dictionary<(string Service, string Operation), string> Unsupported = ReadUnsupported();

    private static readonly PriceBook Prices = new() { Currency = "USD", PerMillionRequests = 0, Architectures = new Dictionary<string, ArchitecturePrices>(), TmpPerGbSecond = 0, StreamedPerGb = 0 };

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("brasa-architecture-");
    private SqliteResourceStore? store;
    private SqliteUsageStore? usage;
    private SegmentLogStore? events;
    private LogsService? logs;
    private LambdaService? lambda;
    private IamService? iam;
    private SqliteMessageStore? messages;
    private SqsService? sqs;
    private (string Title, ServiceDefinition Definition)[] services = [];

    [Fact]
    public void Every_operation_has_a_handler_or_a_reason()
    {
        var unexplained = Operations().Where(known => !known.IsHandled && !Unsupported.ContainsKey((known.Service, known.Operation)));

        Assert.Empty(unexplained);
    }

    [Fact]
    public void What_is_listed_as_unsupported_is_modelled_and_has_no_handler()
    {
        var handled = Operations().ToDictionary(known => (known.Service, known.Operation), known => known.IsHandled);

        Assert.All(Unsupported.Keys, key => Assert.True(handled.TryGetValue(key, out var isHandled) && !isHandled, $"{key}"));
    }

    [Fact]
    public void The_compatibility_page_is_up_to_date()
    {
        var path = Path.Combine(Repository.Root, "docs", "compatibility.md");
        var page = Render();
        var stored = File.Exists(path) ? File.ReadAllText(path) : "";
        if (stored != page) File.WriteAllText(path, page);

        Assert.True(stored == page, "docs/compatibility.md was out of date and has been written anew: look at it and commit it.");
    }

    public async ValueTask InitializeAsync()
    {
        var clock = TimeProvider.System;
        store = new SqliteResourceStore(Path.Combine(directory.FullName, "brasa.db"));
        messages = new SqliteMessageStore(Path.Combine(directory.FullName, "messages.db"));
        var secrets = LocalKey.LoadOrCreate(Path.Combine(directory.FullName, "key"));
        iam = await IamService.StartAsync(store, secrets, clock, CancellationToken.None);
        events = new SegmentLogStore(Path.Combine(directory.FullName, "logs"), clock, NullLogger<SegmentLogStore>.Instance);
        logs = await LogsService.StartAsync(store, events, clock, NullLoggerFactory.Instance, CancellationToken.None);
        sqs = await SqsService.StartAsync(store, messages, clock, NullLogger<SqsService>.Instance, CancellationToken.None);
        lambda = await LambdaService.StartAsync(
            new LambdaPorts
            {
                Resources = store,
                Messages = messages,
                Queues = sqs,
                Secrets = secrets,
                Roles = iam.Roles,
                Policies = iam.ResourcePolicies,
                Blobs = new FileBlobStore(Path.Combine(directory.FullName, "code")),
                Objects = new BucketFolders(Path.Combine(directory.FullName, "buckets")),
                Logs = logs,
                LogEvents = events,
                Usage = usage = new SqliteUsageStore(Path.Combine(directory.FullName, "usage.db")),
                MeteringDirectory = Path.Combine(directory.FullName, "metering"),
                Sandboxes = ProcessSandboxHost.Start(new SandboxOptions { DataDirectory = directory.FullName, Ports = LambdaService.SandboxPorts }),
                Transport = new SandboxTransport(NullLoggerFactory.Instance),
                RuntimeAssets = directory.FullName,
                Clock = clock,
                Loggers = NullLoggerFactory.Instance,
            }, [], CancellationToken.None);
        services = [("AWS Lambda", lambda.Definition), ("AWS IAM", iam.CreateDefinition(new LetAll())), ("AWS STS", iam.CreateSts(new LetAll())),
            ("Amazon CloudWatch Logs", logs.CreateDefinition(new LetAll(), lambda.Events)), ("Amazon SQS", sqs.CreateDefinition(new LetAll())), ("Brasa itself", OperatorService.Define(lambda.Usage, Prices, Prices))];
    }

    public async ValueTask DisposeAsync()
    {
        await lambda!.DisposeAsync();
        await logs!.DisposeAsync();
        await events!.DisposeAsync();
        await sqs!.DisposeAsync();
        messages!.Dispose();
        iam!.Dispose();
        usage!.Dispose();
        store!.Dispose();
        directory.Delete(recursive: true);
    }

    private IEnumerable<(string Service, string Operation, bool IsHandled)> Operations() => services.SelectMany(
        service => service.Definition.Model.Operations, (service, operation) => (service.Definition.Model.Name, operation.Name, service.Definition.IsHandled(operation)));

    private static Dictionary<(string Service, string Operation), string> ReadUnsupported()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "models", "unsupported.json")));
        return file.RootElement.EnumerateObject()
            .SelectMany(service => service.Value.EnumerateObject(), (service, entry) => (Key: (service.Name, entry.Name), Reason: entry.Value.GetString()!))
            .ToDictionary(entry => entry.Key, entry => entry.Reason);
    }

    private string Render()
    {
        var page = new StringBuilder(File.ReadAllText(Path.Combine(Repository.Root, "docs", "compatibility.notes.md")).TrimEnd()).Append("\n\n");
        foreach (var (title, definition) in services)
        {
            page.Append($"## {title}\n\n| operation | here |\n| --- | --- |\n");
            foreach (var operation in definition.Model.Operations.OrderBy(operation => operation.Name, StringComparer.Ordinal))
                page.Append($"| {operation.Name} | {(definition.IsHandled(operation) ? "yes" : $"501: {Unsupported.GetValueOrDefault((definition.Model.Name, operation.Name))}")} |\n");
            page.Append('\n');
        }

        return page.ToString().TrimEnd('\n') + '\n';
    }

    private sealed class LetAll : IAuthorizer
    {
        public void Authorize(string action, string resource, RequestContext context)
        {
        }
    }
}
