using System.Globalization;
using System.Text;
using Brasa.Core.Logs;
using Brasa.Storage.Logs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Brasa.Conformance.Tests.Support;

/// <summary>A function's log as the server keeps it: how a test learns that something inside a sandbox has begun.</summary>
/// <param name="dataDirectory">The server's data directory.</param>
/// <param name="lambda">Whose the function is.</param>
/// <param name="name">The function.</param>
/// <param name="group">Its log group, where that is not the one of its name.</param>
internal sealed class LogFolder(string dataDirectory, Lambda lambda, string name, string? group = null)
{
    private readonly LogGroupKey key = new(lambda.Account, lambda.Region, group ?? $"/aws/lambda/{name}");

    /// <summary>Every line in it, with its time.</summary>
    public IReadOnlyList<string> Lines() => [.. Events().Select(Line)];

    /// <summary>Every event in it, in order. The server goes on meanwhile: it is a copy that is read, as a crash would leave it.</summary>
    public IReadOnlyList<LogEvent> Events()
    {
        using var copy = new TemporaryDirectory();
        foreach (var file in Files())
        {
            var folder = Path.Combine(copy.Path, Path.GetFileName(Path.GetDirectoryName(file))!);
            Directory.CreateDirectory(folder);
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var store = new SegmentLogStore(copy.Path, TimeProvider.System, NullLogger<SegmentLogStore>.Instance);
        try
        {
            return [.. store.Read(new LogRange { Group = key })];
        }
        finally
        {
            store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Its size in bytes.</summary>
    public long Size() => Files().Sum(file => new FileInfo(file).Length);

    /// <summary>Completes when so many environments have logged a line <paramref name="text"/>.</summary>
    public Task ContainAsync(string text, int environments = 1) => Eventually.TrueAsync(
        () => Events().Where(each => Line(each).EndsWith($" {text}", StringComparison.Ordinal)).Select(each => each.Stream).Distinct().Count() == environments,
        $"{name} did not log '{text}' in {environments} environments.");

    /// <summary>The segments that say of themselves that they are the group's.</summary>
    private IEnumerable<string> Files()
    {
        var logs = Path.Combine(dataDirectory, "logs");
        return Directory.Exists(logs) ? Directory.GetFiles(logs, "*.seg", SearchOption.AllDirectories).Where(IsOfGroup) : [];
    }

    private bool IsOfGroup(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[1_024];
        var text = Encoding.UTF8.GetString(head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
        return text.Contains(key.Account, StringComparison.Ordinal) && text.Contains(key.Name, StringComparison.Ordinal);
    }

    private static string Line(LogEvent each) => string.Create(
        CultureInfo.InvariantCulture, $"{DateTimeOffset.FromUnixTimeMilliseconds(each.Timestamp):yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Encoding.UTF8.GetString(each.Message.Span)}");
}
