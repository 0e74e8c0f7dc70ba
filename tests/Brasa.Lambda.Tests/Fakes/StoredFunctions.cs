using Brasa.Core.Storage;
using Brasa.Lambda.Functions;
using Brasa.Storage.Files;
using Brasa.Storage.Sqlite;

namespace Brasa.Lambda.Tests.Fakes;

/// <summary>Functions in a store of their own.</summary>
internal sealed class StoredFunctions : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("brasa-functions-");
    private readonly SqliteResourceStore resources;
    private readonly LocalKey key;

    public StoredFunctions()
    {
        resources = new SqliteResourceStore(Path.Combine(directory.FullName, "resources.db"));
        key = LocalKey.LoadOrCreate(Path.Combine(directory.FullName, "key"));
        Store = new FunctionStore(resources, key);
    }

    public FunctionStore Store { get; }

    /// <summary>What they are stored in.</summary>
    public IResourceStore Resources => resources;

    public static FunctionReference Hello { get; } = new(Sample.Function().Key, null);

    /// <summary>What a server started on the same data would have.</summary>
    public async Task<FunctionStore> ReloadAsync()
    {
        var again = new FunctionStore(resources, key);
        await again.LoadAsync(CancellationToken.None);
        return again;
    }

    /// <summary>Every byte that is stored.</summary>
    public byte[] ReadStored()
    {
        using var everything = new MemoryStream();
        foreach (var file in directory.EnumerateFiles("resources.db*"))
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            stream.CopyTo(everything);
        }

        return everything.ToArray();
    }

    public Task AddAsync(string name, int? reserved = null) =>
        Store.AddAsync(new Function { Latest = Sample.Function() with { Name = name }, ReservedConcurrency = reserved }, CancellationToken.None);

    public void Dispose()
    {
        resources.Dispose();
        directory.Delete(recursive: true);
    }
}
