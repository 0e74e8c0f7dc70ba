using System.Globalization;
using Brasa.Core.Storage;
using Brasa.Storage.Sqlite;

namespace Brasa.Storage.Tests.Sqlite;

/// <summary>The process that the crash test kills: writes until then, and says on standard output what was acknowledged.</summary>
internal static class EndlessWriter
{
    public const string Argument = "write-until-killed";

    private const int Writers = 4;

    /// <summary>Far more than are written before the kill; a writer whose test has gone away ends by itself.</summary>
    private const int Most = 20_000;

    public static ResourceKey Key(string name) => new("lambda", "function", "000000000000", "us-east-1", name);

    public static async Task<int> RunAsync(string path)
    {
        using var store = new SqliteResourceStore(path);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(store, writer)));
        return 0;
    }

    private static async Task WriteAsync(SqliteResourceStore store, int writer)
    {
        for (var i = 0; i < Most; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{writer}-{i}");
            var revision = await store.WriteAsync([new(Key(name), "{}"u8.ToArray()), new(Key($"last-{writer}"), "{}"u8.ToArray())], default);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {revision}"));
        }
    }
}
