using System.Text;
using Brasa.Core.Logs;
using Brasa.Storage.Logs;

namespace Brasa.Storage.Tests.Logs;

public sealed class DamageTests : IDisposable
{
    private static readonly LogGroupKey Group = StoredLogs.Group;

    private const int FirstBlock = BlockHeader.Size + 41;

    private readonly TempDirectory directory = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Cut_off_anywhere_a_store_has_what_was_whole_before_and_goes_on()
    {
        var (bytes, lengths) = await WriteSmallAsync();
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            await using var logs = await OpenAsync(bytes[..cut], $"cut{cut}");
            var whole = lengths.Count(length => length <= cut);

            Assert.Equal(Enumerable.Range(0, whole).Select(i => $"event {i}"), logs.Texts());
            await logs.WriteAsync("after", (1_000, "after"));
            await logs.ReopenAsync();
            Assert.Equal([.. Enumerable.Range(0, whole).Select(i => $"event {i}"), "after"], logs.Texts());
            var sequences = logs.Events().Select(each => each.Position.Sequence).ToList();
            Assert.Equal(sequences.Distinct().Order(), sequences);
        }
    }

    [Fact]
    public async Task A_flipped_bit_costs_what_is_in_one_block_at_most()
    {
        var (bytes, _) = await WriteSmallAsync();
        var all = Enumerable.Range(0, 6).Select(i => $"event {i}").ToList();
        for (var at = 0; at < bytes.Length; at++)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= (byte)(1 << (at % 8));
            await using var logs = await OpenAsync(damaged, $"flip{at}");
            var texts = logs.Texts();

            Assert.Subset(all.ToHashSet(), texts.ToHashSet());
            Assert.Equal(texts.Order(StringComparer.Ordinal), texts);

            // The first block says whose segment it is, and another one the name of a stream with two events.
            if (at >= FirstBlock) Assert.InRange(texts.Count, 4, 6);
        }
    }

    [Fact]
    public async Task Garbage_in_place_of_a_segment_is_put_aside_and_the_rest_is_read()
    {
        var (bytes, _) = await WriteSmallAsync();
        await using var logs = await OpenAsync(bytes, "garbage");
        var segment = Assert.Single(logs.Files);
        await logs.DisposeAsync();
        var garbage = Path.Combine(Path.GetDirectoryName(segment)!, "0000000002.seg");
        await File.WriteAllBytesAsync(garbage, Enumerable.Range(0, 5_000).Select(i => (byte)(i * 7)).ToArray(), Ct);
        await logs.ReopenAsync();

        Assert.Equal(6, logs.Events().Count);
        Assert.True(File.Exists(garbage + ".unreadable"));
        await logs.WriteAsync("s", (2_000, "after"));
        Assert.Equal(7, logs.Events().Count);
    }

    [Fact]
    public async Task What_looks_like_a_block_inside_a_message_is_none_where_the_file_is_damaged()
    {
        await using var logs = StoredLogs.In(directory["forged"]);
        await logs.WriteAsync("a", (1, "first"));
        var segment = Assert.Single(logs.Files);
        var before = new FileInfo(segment).Length;
        await logs.WriteAsync("a", (2, "second"));
        var block = (await File.ReadAllBytesAsync(segment, Ct))[(int)before..];

        // Another group's segment: there the same block is only what somebody prints.
        var other = Group with { Name = "other" };
        await logs.Store.CreateStreamAsync(other, "a", Ct);
        await logs.Store.WriteAsync(other, "a", [new NewLogEvent(3, block)], Ct);
        await logs.DisposeAsync();
        var file = logs.Files.Single(path => path != segment);
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        bytes[bytes.AsSpan().IndexOf(block) - 70] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Ct);
        await logs.ReopenAsync();

        Assert.Empty(logs.Events(new LogRange { Group = other }));
    }

    /// <summary>Six events in three streams, each in a block of its own; and the file's length after each.</summary>
    private async Task<(byte[] Bytes, List<long> Lengths)> WriteSmallAsync()
    {
        await using var logs = StoredLogs.In(directory["small"]);
        var lengths = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            await logs.WriteAsync($"s{i % 3}", (i, $"event {i}"));
            lengths.Add(new FileInfo(Assert.Single(logs.Files)).Length);
        }

        return (await File.ReadAllBytesAsync(logs.Files[0], Ct), lengths);
    }

    private async Task<StoredLogs> OpenAsync(byte[] bytes, string name)
    {
        var folder = Path.Combine(directory[name], Path.GetFileName(Path.GetDirectoryName(Directory.GetFiles(directory["small"], "*.seg", SearchOption.AllDirectories)[0])!));
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "0000000001.seg"), bytes, Ct);
        return StoredLogs.In(directory[name]);
    }
}
