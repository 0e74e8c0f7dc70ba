using System.Text;
using Brasa.Core.Logs;
using Brasa.Storage.Logs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Storage.Tests.Logs;

/// <summary>A store in a directory, which tests write to, close and open again.</summary>
internal sealed class StoredLogs : IAsyncDisposable
{
    public static readonly LogGroupKey Group = new("123456789012", "us-east-1", "/aws/lambda/hello");

    private readonly long totalBytes;

    private StoredLogs(string directory, long totalBytes)
    {
        (Directory, this.totalBytes) = (directory, totalBytes);
        Store = Open();
    }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    public string Directory { get; }

    public SegmentLogStore Store { get; private set; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public static StoredLogs In(string directory, long totalBytes = SegmentLogStore.DefaultTotalBytes) => new(directory, totalBytes);

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = Open();
    }

    /// <summary>Writes events to a stream that is made for them where there is none.</summary>
    public async Task WriteAsync(string stream, params (long Time, string Text)[] events)
    {
        await Store.CreateStreamAsync(Group, stream, Ct);
        await Store.WriteAsync(Group, stream, [.. events.Select(each => new NewLogEvent(each.Time, Encoding.UTF8.GetBytes(each.Text)))], Ct);
    }

    /// <summary>Writes so many events of a kilobyte to a stream.</summary>
    public async Task FillAsync(string stream, int kilobytes, long from = 0)
    {
        await Store.CreateStreamAsync(Group, stream, Ct);
        var text = new byte[1_000];
        Array.Fill(text, (byte)'x');
        for (var i = 0; i < kilobytes; i += 100)
            await Store.WriteAsync(Group, stream, [.. Enumerable.Range(i, Math.Min(100, kilobytes - i)).Select(time => new NewLogEvent(from + time, text))], Ct);
    }

    public List<LogEvent> Events(LogRange? range = null) => [.. Store.Read(range ?? new LogRange { Group = Group })];

    public List<string> Texts(LogRange? range = null) => [.. Events(range).Select(each => Encoding.UTF8.GetString(each.Message.Span))];

    public string[] Files => System.IO.Directory.GetFiles(Directory, "*", SearchOption.AllDirectories);

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private SegmentLogStore Open() => new(Directory, Clock, NullLogger<SegmentLogStore>.Instance, totalBytes);
}
