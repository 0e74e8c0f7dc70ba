using System.Text;
using Brasa.Core.Logs;

namespace Brasa.Storage.Tests.Logs;

public sealed class FullDiskTests : IDisposable
{
    private static readonly LogGroupKey Group = StoredLogs.Group;

    private readonly TempDirectory directory = new();
    private readonly SmallDisk disk;

    public FullDiskTests() => disk = new SmallDisk(directory["disk"], 1 << 20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        disk.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task On_a_full_disk_events_are_dropped_and_counted_writers_are_told_and_with_room_it_goes_on()
    {
        await using var logs = StoredLogs.In(Path.Combine(disk.Path, "logs"));
        await logs.WriteAsync("s", (1, "before"));
        disk.Fill();
        using var stream = logs.Store.Open(Group, "f");
        for (var i = 0; i < 3; i++) stream.Append(logs.Clock.GetUtcNow(), new byte[5_000], LogSource.Function);
        await logs.Store.FlushAsync(Ct);

        await Assert.ThrowsAsync<IOException>(() => logs.Store.WriteAsync(Group, "s", [new NewLogEvent(2, new byte[5_000])], Ct));
        await Assert.ThrowsAsync<IOException>(() => logs.Store.CreateStreamAsync(Group, new string('n', 5_000), Ct));
        Assert.Equal(["before"], logs.Texts(new LogRange { Group = Group, Streams = new HashSet<string> { "s" } }));

        disk.Free();
        await logs.WriteAsync("s", (3, "after"));
        await logs.Store.FlushAsync(Ct);
        await logs.ReopenAsync();
        Assert.Equal(["before", "after"], logs.Texts(new LogRange { Group = Group, Streams = new HashSet<string> { "s" } }));
        var notice = Assert.Single(logs.Events(new LogRange { Group = Group, Streams = new HashSet<string> { "f" } }));
        Assert.StartsWith("3 log events were dropped", Encoding.UTF8.GetString(notice.Message.Span), StringComparison.Ordinal);
        Assert.Equal(LogSource.Platform, notice.Source);
    }

    [Fact]
    public async Task Logs_take_half_of_the_disk_at_most_and_a_group_half_of_that()
    {
        await using var logs = StoredLogs.In(Path.Combine(disk.Path, "logs"), 2 << 20);
        await logs.FillAsync("s", 2_000);

        Assert.InRange(logs.Store.StoredBytes(Group), 1, (256 << 10) + (140 << 10));
        Assert.Equal(1_999, logs.Events(new LogRange { Group = Group, Streams = new HashSet<string> { "s" } })[^1].Timestamp);
    }
}
