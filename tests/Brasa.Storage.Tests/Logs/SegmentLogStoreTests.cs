using System.Text;
using Brasa.Core.Logs;
using Brasa.Storage.Logs;

namespace Brasa.Storage.Tests.Logs;

public sealed class SegmentLogStoreTests : IAsyncDisposable
{
    private static readonly LogGroupKey Group = StoredLogs.Group;

    private readonly TempDirectory directory = new();
    private readonly StoredLogs logs;

    public SegmentLogStoreTests() => logs = StoredLogs.In(directory["logs"]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await logs.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task Events_come_in_the_order_of_their_times_and_of_one_time_in_the_order_of_storing()
    {
        await logs.WriteAsync("a", (30, "a30"), (10, "a10"), (20, "a20 first"));
        await logs.WriteAsync("b", (20, "b20 second"), (5, "b5"));
        await logs.WriteAsync("a", (20, "a20 third"));

        string[] order = ["b5", "a10", "a20 first", "b20 second", "a20 third", "a30"];
        Assert.Equal(order, logs.Texts());
        Assert.Equal(order.Reverse(), logs.Texts(new LogRange { Group = Group, Backwards = true }));
        await logs.ReopenAsync();
        Assert.Equal(order, logs.Texts());
        Assert.Equal(logs.Events().Select(each => each.Position).Order(), logs.Events().Select(each => each.Position));
    }

    [Fact]
    public async Task A_range_is_of_streams_and_of_times_and_of_messages()
    {
        await logs.WriteAsync("a", (1, "one"), (2, "two"), (3, "three"));
        await logs.WriteAsync("b", (2, "deux"));
        var all = new LogRange { Group = Group };

        Assert.Equal(["deux"], logs.Texts(all with { Streams = new HashSet<string> { "b", "none" } }));
        Assert.Equal(["two", "deux"], logs.Texts(all with { From = 2, Before = 3 }));
        Assert.Equal(["three", "two"], logs.Texts(all with { Where = message => message[0] == 't', Backwards = true }));
        Assert.Empty(logs.Texts(all with { Streams = new HashSet<string>() }));
        Assert.Empty(logs.Texts(all with { Group = Group with { Name = "another" } }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reading_goes_on_beyond_any_event_in_either_direction(bool backwards)
    {
        for (var i = 0; i < 40; i++) await logs.WriteAsync($"s{i % 3}", (i / 4, $"{i}"));
        var all = logs.Events(new LogRange { Group = Group, Backwards = backwards });

        Assert.Equal(40, all.Count);
        for (var i = 0; i < all.Count; i++)
            Assert.Equal(all.Skip(i + 1).Select(each => each.Position), logs.Events(new LogRange { Group = Group, Backwards = backwards, Beyond = all[i].Position }).Select(each => each.Position));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task More_than_is_looked_at_at_once_comes_whole_and_in_order(bool backwards)
    {
        // Times that go up and down, in streams that overlap.
        await logs.Store.CreateStreamAsync(Group, "s", Ct);
        var random = new Random(7);
        var written = new List<(long Time, string Text)>();
        for (var batch = 0; batch < 120; batch++)
        {
            var part = Enumerable.Range(0, 1_000).Select(i => ((long)random.Next(batch * 500, (batch * 500) + 5_000), $"{batch}-{i}")).ToList();
            written.AddRange(part);
            await logs.Store.WriteAsync(Group, "s", [.. part.Select(each => new NewLogEvent(each.Item1, Encoding.UTF8.GetBytes(each.Item2)))], Ct);
        }

        var expected = written.OrderBy(each => each.Time).Select(each => each.Text);
        Assert.Equal(backwards ? expected.Reverse() : expected, logs.Texts(new LogRange { Group = Group, Backwards = backwards }));
    }

    [Fact]
    public async Task What_is_appended_is_stored_with_the_next_turn_and_told_in_order()
    {
        var told = new TaskCompletionSource<IReadOnlyList<LogEvent>>(TaskCreationOptions.RunContinuationsAsynchronously);
        logs.Store.Stored += (group, events) => told.TrySetResult(group == Group ? events : []);
        using var stream = logs.Store.Open(Group, "s");
        stream.Append(logs.Clock.GetUtcNow(), "START"u8, LogSource.Platform);
        stream.Append(logs.Clock.GetUtcNow(), "hello"u8, LogSource.Function);

        Assert.Empty(logs.Events());
        logs.Clock.Advance(LogWriter.Interval);
        var events = await told.Task.WaitAsync(Ct);

        Assert.Equal([("START", LogSource.Platform), ("hello", LogSource.Function)], events.Select(each => (Encoding.UTF8.GetString(each.Message.Span), each.Source)));
        Assert.Equal(events.Select(each => (each.Position, each.IngestionTime, each.Stream, each.Source)), logs.Events().Select(each => (each.Position, each.IngestionTime, each.Stream, each.Source)));
        Assert.Equal(logs.Now, events[0].IngestionTime);
    }

    [Fact]
    public async Task Messages_are_kept_byte_for_byte_and_long_ones_are_several_events()
    {
        byte[] noText = [0, 0xff, 0xc3, (byte)'\n', 0x80];
        using var stream = logs.Store.Open(Group, "s");
        stream.Append(logs.Clock.GetUtcNow(), noText, LogSource.Function);
        stream.Append(logs.Clock.GetUtcNow(), [], LogSource.Function);
        stream.Append(logs.Clock.GetUtcNow(), new byte[LogRecord.MaxMessage + 3], LogSource.Function);
        await logs.Store.FlushAsync(Ct);
        await logs.ReopenAsync();

        var events = logs.Events();
        Assert.Equal(noText, events[0].Message.ToArray());
        Assert.Equal([5, 0, LogRecord.MaxMessage, 3], events.Select(each => each.Message.Length));
    }

    [Fact]
    public async Task A_stream_is_made_once_and_known_without_events_also_after_a_restart()
    {
        Assert.True(await logs.Store.CreateStreamAsync(Group, "b", Ct));
        Assert.False(await logs.Store.CreateStreamAsync(Group, "b", Ct));
        await logs.WriteAsync("a", (7, "seven"), (3, "three"));
        await logs.ReopenAsync();

        Assert.Equal(
            [new LogStreamDescription("a", logs.Now, 3, 7, logs.Now), new LogStreamDescription("b", logs.Now, null, null, null)],
            logs.Store.ListStreams(Group));
        Assert.Equal("b", logs.Store.FindStream(Group, "b")?.Name);
        Assert.Null(logs.Store.FindStream(Group, "c"));
        Assert.False(await logs.Store.CreateStreamAsync(Group, "a", Ct));
    }

    [Fact]
    public async Task More_than_may_wait_in_one_stream_is_dropped_and_said_to_be()
    {
        using var stream = logs.Store.Open(Group, "s");
        using var blocked = new ManualResetEventSlim();
        logs.Store.Stored += (_, _) => blocked.Wait(Ct);
        await logs.Store.CreateStreamAsync(Group, "other", Ct);
        var writing = logs.Store.WriteAsync(Group, "other", [new NewLogEvent(1, "x"u8.ToArray())], Ct);
        var message = new byte[100_000];
        for (var i = 0; i < 100; i++) stream.Append(logs.Clock.GetUtcNow(), message, LogSource.Function);
        blocked.Set();
        await writing;
        await logs.Store.FlushAsync(Ct);

        var events = logs.Events(new LogRange { Group = Group, Streams = new HashSet<string> { "s" } });
        var kept = events.Count(each => each.Source == LogSource.Function);
        var notice = Assert.Single(events, each => each.Source == LogSource.Platform);
        Assert.InRange(kept, StreamBuffer.MaxBytes / 100_012, 2 * (StreamBuffer.MaxBytes / 100_012));
        Assert.StartsWith($"{100 - kept} log events were dropped here", Encoding.UTF8.GetString(notice.Message.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_streams_and_groups_are_written_and_read_side_by_side()
    {
        var streams = Enumerable.Range(0, 10_000).Select(i => logs.Store.Open(Group, $"s{i:d5}")).ToList();
        foreach (var stream in streams) stream.Append(logs.Clock.GetUtcNow(), "hello"u8, LogSource.Function);
        for (var i = 0; i < 500; i++)
        {
            using var stream = logs.Store.Open(Group with { Name = $"g{i}" }, "s");
            stream.Append(logs.Clock.GetUtcNow(), "hello"u8, LogSource.Function);
        }

        await logs.Store.FlushAsync(Ct);
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 1, 450);
        await logs.ReopenAsync();

        Assert.Equal(10_000, logs.Store.ListStreams(Group).Count);
        Assert.Equal("s09999", Assert.Single(logs.Events(new LogRange { Group = Group, Streams = new HashSet<string> { "s09999" } })).Stream);
        Assert.All(Enumerable.Range(0, 500), i => Assert.Single(logs.Events(new LogRange { Group = Group with { Name = $"g{i}" } })));
    }

    [Fact]
    public async Task Writers_and_readers_at_once_see_each_writer_s_events_in_their_order()
    {
        const int Each = 200;
        var writers = Enumerable.Range(0, 8).Select(async writer =>
        {
            await logs.Store.CreateStreamAsync(Group, $"w{writer}", Ct);
            for (var i = 0; i < Each; i++)
                await logs.Store.WriteAsync(Group, $"w{writer}", [new NewLogEvent(i, Encoding.UTF8.GetBytes($"{i}"))], Ct);
        }).ToList();
        var all = Task.WhenAll(writers);
        do
        {
            foreach (var stream in logs.Events().GroupBy(each => each.Stream))
                Assert.Equal(Enumerable.Range(0, stream.Count()), stream.Select(each => (int)each.Timestamp));
        }
        while (!all.IsCompleted);
        await all;

        Assert.Equal(8 * Each, logs.Events().Count);
    }

    [Fact]
    public async Task Names_lead_nowhere_and_files_are_the_owner_s_alone()
    {
        var hostile = new LogGroupKey("../../x", "/etc", "../../../tmp/\0evil");
        using (var stream = logs.Store.Open(hostile, "../../../s")) stream.Append(logs.Clock.GetUtcNow(), "hello"u8, LogSource.Function);
        await logs.Store.FlushAsync(Ct);
        await logs.ReopenAsync();

        var only = Assert.Single(logs.Files);
        Assert.Matches("^[0-9a-f]{32}/0000000001.seg$", Path.GetRelativePath(logs.Directory, only));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(only));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(only)!));
        Assert.Equal("../../../s", Assert.Single(logs.Events(new LogRange { Group = hostile })).Stream);
    }
}
