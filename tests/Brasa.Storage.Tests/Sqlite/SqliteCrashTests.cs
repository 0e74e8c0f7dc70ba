using System.Diagnostics;
using System.Globalization;
using Brasa.Storage.Sqlite;

namespace Brasa.Storage.Tests.Sqlite;

public sealed class SqliteCrashTests
{
    /// <summary>Acknowledgements awaited before the kill: enough for many commits to be behind and one to be under way.</summary>
    private const int Enough = 300;

    [Fact(Timeout = 60_000)]
    public async Task Nothing_acknowledged_is_lost_when_the_process_is_killed()
    {
        using var directory = new TempDirectory();

        // The second and third time in the file that the one before left behind.
        var path = directory["brasa.db"];
        for (var round = 0; round < 3; round++)
        {
            var acknowledged = await KillAWriterAsync(path);

            using var store = new SqliteResourceStore(path);
            foreach (var (name, revision) in acknowledged)
            {
                var stored = await store.GetAsync(EndlessWriter.Key(name), TestContext.Current.CancellationToken);
                Assert.NotNull(stored);
                Assert.Equal(revision, stored.Revision);
            }

            var next = await store.WriteAsync([new(EndlessWriter.Key("after"), "{}"u8.ToArray())], TestContext.Current.CancellationToken);
            Assert.True(next > acknowledged.Values.Max());
        }
    }

    private static async Task<Dictionary<string, long>> KillAWriterAsync(string path)
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { typeof(SqliteCrashTests).Assembly.Location, EndlessWriter.Argument, path },
        })!;

        var acknowledged = new Dictionary<string, long>();
        try
        {
            while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                if (line.Split(' ') is [var name, var revision] && revision.Length > 0)
                    acknowledged[name] = long.Parse(revision, CultureInfo.InvariantCulture);
                if (acknowledged.Count == Enough)
                    child.Kill();
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync(CancellationToken.None);
        }

        Assert.True(acknowledged.Count >= Enough);
        return acknowledged;
    }
}
