using Brasa.Core.Logs;
using Brasa.Storage.Logs;

namespace Brasa.Storage.Tests.Logs;

public sealed class DeletionTests : IAsyncDisposable
{
    private const long Megabyte = 1 << 20;

    private static readonly LogGroupKey Group = StoredLogs.Group;

    private readonly TempDirectory directory = new();
    private readonly StoredLogs logs;

    /// <summary>Segments of 128 KB.</summary>
    public DeletionTests() => logs = StoredLogs.In(directory["logs"], 4 * Megabyte);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await logs.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_deleted_stream_is_gone_and_its_room_returned_also_after_a_restart()
    {
        await logs.WriteAsync("kept", (1, "first"));
        await logs.FillAsync("doomed", 500);
        await logs.WriteAsync("kept", (2, "second"));
        var before = logs.Store.StoredBytes(Group);

        Assert.True(await logs.Store.DeleteStreamAsync(Group, "doomed", Ct));
        Assert.False(await logs.Store.DeleteStreamAsync(Group, "doomed", Ct));
        Assert.Equal(["first", "second"], logs.Texts());

        // Segments are written again one by one, at each turn.
        for (var turn = 0; turn < 10; turn++) await logs.Store.FlushAsync(Ct);
        Assert.InRange(logs.Store.StoredBytes(Group), 1, before / 20);
        await logs.ReopenAsync();
        Assert.Equal(["first", "second"], logs.Texts());
        Assert.Equal(["kept"], logs.Store.ListStreams(Group).Select(stream => stream.Name));
        Assert.InRange(logs.Store.StoredBytes(Group), 1, before / 20);
    }

    [Fact]
    public async Task A_stream_of_the_same_name_begins_empty()
    {
        await logs.WriteAsync("s", (1, "old"));
        await logs.Store.DeleteStreamAsync(Group, "s", Ct);
        await logs.WriteAsync("s", (2, "new"));
        await logs.ReopenAsync();

        Assert.Equal(["new"], logs.Texts());
        Assert.Equal(2, logs.Store.FindStream(Group, "s")?.FirstEvent);
    }

    [Fact]
    public async Task A_function_goes_on_in_a_stream_that_was_deleted_under_it()
    {
        using var stream = logs.Store.Open(Group, "s");
        stream.Append(logs.Clock.GetUtcNow(), "old"u8, LogSource.Function);
        await logs.Store.FlushAsync(Ct);
        await logs.Store.DeleteGroupAsync(Group, Ct);
        Assert.Empty(logs.Files);
        stream.Append(logs.Clock.GetUtcNow(), "new"u8, LogSource.Function);
        await logs.Store.FlushAsync(Ct);

        Assert.Equal(["new"], logs.Texts());
    }

    [Fact]
    public async Task A_deleted_group_is_gone_with_its_files_and_half_of_one_goes_with_the_next_start()
    {
        await logs.WriteAsync("s", (1, "old"));
        var folder = Path.GetDirectoryName(logs.Files[0])!;
        await logs.Store.DeleteGroupAsync(Group, Ct);
        Assert.Empty(logs.Files);
        Assert.Empty(logs.Store.ListStreams(Group));
        Assert.Empty(logs.Events());

        await logs.WriteAsync("s", (1, "new"));
        Directory.Move(folder, Path.Combine(logs.Directory, "deleted-half"));
        await logs.ReopenAsync();
        Assert.Empty(Directory.GetFileSystemEntries(logs.Directory));
    }

    [Fact]
    public async Task What_is_expired_goes_segment_by_segment_and_streams_stay()
    {
        await logs.FillAsync("old", 300);
        await logs.WriteAsync("young", (1_000, "young"));
        var before = logs.Store.StoredBytes(Group);

        logs.Store.Expire(Group, 1_000);
        await logs.Store.FlushAsync(Ct);
        Assert.InRange(logs.Store.StoredBytes(Group), 1, before / 2);
        Assert.Equal("young", logs.Texts()[^1]);

        logs.Store.Expire(Group, 1_001);
        await logs.Store.FlushAsync(Ct);
        await logs.ReopenAsync();
        Assert.Empty(logs.Events());
        Assert.Equal(["old", "young"], logs.Store.ListStreams(Group).Select(stream => stream.Name));
        Assert.Null(logs.Store.FindStream(Group, "old")?.LastEvent);
    }

    [Fact]
    public async Task Past_the_quota_the_oldest_go_and_the_group_is_told()
    {
        await logs.WriteAsync("first", (0, "the first"));
        logs.Clock.Advance(TimeSpan.FromDays(2));
        await logs.FillAsync("s", 4_000, from: 1);

        Assert.InRange(logs.Store.StoredBytes(Group), Megabyte, (2 * Megabyte) + (200 << 10));
        var events = logs.Events(new LogRange { Group = Group, Streams = new HashSet<string> { "s" } });
        Assert.Equal(4_000, events[^1].Timestamp);
        Assert.Equal(Enumerable.Range((int)events[0].Timestamp, events.Count), events.Select(each => (int)each.Timestamp));
        Assert.Null(logs.Store.FindStream(Group, "first"));

        var notices = logs.Events(new LogRange { Group = Group, Streams = new HashSet<string> { "brasa-quota" } });
        Assert.NotEmpty(notices);
        Assert.All(notices, notice => Assert.Equal(LogSource.Platform, notice.Source));
        Assert.Equal(4_001 - events.Count, logs.Texts(new LogRange { Group = Group, Streams = new HashSet<string> { "brasa-quota" } }).Sum(text => int.Parse(text.Split(' ')[0], provider: null)));
    }

    [Fact]
    public async Task The_largest_group_gives_way_to_the_others()
    {
        using (var small = logs.Store.Open(Group with { Name = "small" }, "s")) small.Append(logs.Clock.GetUtcNow(), "kept"u8, LogSource.Function);
        await logs.FillAsync("s", 6_000);

        Assert.Single(logs.Events(new LogRange { Group = Group with { Name = "small" } }));
    }
}
