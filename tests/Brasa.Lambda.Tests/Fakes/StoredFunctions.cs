using Brasa.Core.Storage;
using Brasa.Lambda.Functions;
using Brasa.Storage.Sqlite;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>Functions in a store of their own.</summary>
internal sealed class StoredFunctions : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("brasa-functions-");
    private readonly SqliteResourceStore resources;

    public StoredFunctions()
    {
        resources = new SqliteResourceStore(Path.Combine(directory.FullName, "resources.db"));
        Store = new FunctionStore(resources);
    }

    public FunctionStore Store { get; }

    public static FunctionReference Hello { get; } = new(Sample.Function().Key, null);

    /// <summary>What a server started on the same data would have.</summary>
    public async Task<FunctionStore> ReloadAsync()
    {
        var again = new FunctionStore(resources);
        await again.LoadAsync(CancellationToken.None);
        return again;
    }

    public Task AddAsync(string name, int? reserved = null) =>
        Store.AddAsync(new Function { Latest = Sample.Function() with { Name = name }, ReservedConcurrency = reserved }, CancellationToken.None);

    public void Dispose()
    {
        resources.Dispose();
        directory.Delete(recursive: true);
    }
}
