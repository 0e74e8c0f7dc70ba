using System.Text;
using System.Text.Json;
using Brasa.Contracts.Lambda;
using Brasa.Lambda;
using Brasa.Lambda.RuntimeApi;
using Brasa.Sandbox;
using Brasa.Sandbox.None;
using Brasa.Storage.Files;
using Brasa.Storage.Sqlite;
using Brasa.Wire.Operations;
using Microsoft.Extensions.Logging.Abstractions;

namespace Brasa.Architecture.Tests;

/// <summary>Every modelled operation is either carried out or listed with the reason why not, and docs/compatibility.md says which.</summary>
public sealed class CompatibilityTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Unsupported = ReadUnsupported();

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("brasa-architecture-");
    private SqliteResourceStore? store;
    private LambdaService? lambda;

    [Fact]
    public void Every_operation_has_a_handler_or_a_reason()
    {
        var unexplained = LambdaOperations.Service.Operations.Where(operation => !IsHandled(operation) && !Unsupported.ContainsKey(operation.Name));

        Assert.Empty(unexplained);
    }

    [Fact]
    public void What_is_listed_as_unsupported_is_modelled_and_has_no_handler()
    {
        var modelled = LambdaOperations.Service.Operations.ToDictionary(operation => operation.Name);

        Assert.All(Unsupported.Keys, name => Assert.True(modelled.TryGetValue(name, out var operation) && !IsHandled(operation), name));
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
        lambda = await LambdaService.StartAsync(
            new LambdaPorts
            {
                Resources = store = new SqliteResourceStore(Path.Combine(directory.FullName, "brasa.db")),
                Secrets = LocalKey.LoadOrCreate(Path.Combine(directory.FullName, "key")),
                Blobs = new FileBlobStore(Path.Combine(directory.FullName, "code")),
                Objects = new BucketFolders(Path.Combine(directory.FullName, "buckets")),
                Logs = new LogFiles(Path.Combine(directory.FullName, "logs"), clock),
                Sandboxes = ProcessSandboxHost.Start(new SandboxOptions { DataDirectory = directory.FullName, Ports = LambdaService.SandboxPorts }),
                Transport = new SandboxTransport(NullLoggerFactory.Instance),
                RuntimeAssets = directory.FullName,
                Clock = clock,
                Loggers = NullLoggerFactory.Instance,
            }, [], CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await lambda!.DisposeAsync();
        store!.Dispose();
        directory.Delete(recursive: true);
    }

    private bool IsHandled(OperationDescriptor operation) => lambda!.Definition.IsHandled(operation);

    private static Dictionary<string, string> ReadUnsupported()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "models", "unsupported.json")));
        return file.RootElement.GetProperty("lambda").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
    }

    private string Render()
    {
        var page = new StringBuilder(File.ReadAllText(Path.Combine(Repository.Root, "docs", "compatibility.notes.md")).TrimEnd()).Append("\n\n");
        page.Append("## AWS Lambda\n\n| operation | here |\n| --- | --- |\n");
        foreach (var operation in LambdaOperations.Service.Operations.OrderBy(operation => operation.Name, StringComparer.Ordinal))
            page.Append($"| {operation.Name} | {(IsHandled(operation) ? "yes" : $"501: {Unsupported.GetValueOrDefault(operation.Name)}")} |\n");
        return page.ToString();
    }
}
