using System.Text;
using Brasa.Cli.Logs;

namespace Brasa.Cli.Tests.Logs;

public sealed class EventStreamReaderTests
{
    private const string Empty = "00000010" + "00000000" + "05C248EB" + "7D98C8FF";
    private const string WithNumber = "0000002D" + "00000010" + "41C424B8" + "0A6576656E742D74797065040000A00C" + "7B27666F6F273A27626172277D" + "36F480A0";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <remarks>The test vectors of AWS's SDKs: <c>empty_message</c>, <c>payload_no_headers</c> and <c>int32_header</c>.</remarks>
    [Theory]
    [InlineData(Empty, "")]
    [InlineData("0000001D" + "00000000" + "FD528C5A" + "7B27666F6F273A27626172277D" + "C3653936", "{'foo':'bar'}")]
    [InlineData(WithNumber, "{'foo':'bar'}")]
    public async Task Published_messages_are_read(string hex, string payload) =>
        Assert.Equal(payload, Encoding.UTF8.GetString((await Reader(Convert.FromHexString(hex)).ReadAsync(Ct))!.Payload.Span));

    [Fact]
    public async Task Messages_follow_one_another_to_the_end()
    {
        var reader = Reader([.. EventStreamFrame.Of("one", ("a", "1"), ("b", "2")), .. EventStreamFrame.Of("two")]);

        var first = (await reader.ReadAsync(Ct))!;
        Assert.Equal(("1", "2"), (first.Headers["a"], first.Headers["b"]));
        Assert.Empty((await reader.ReadAsync(Ct))!.Headers);
        Assert.Null(await reader.ReadAsync(Ct));
    }

    [Fact]
    public async Task A_message_in_which_any_bit_is_wrong_is_refused()
    {
        var whole = Convert.FromHexString(WithNumber);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            await Assert.ThrowsAsync<InvalidDataException>(() => Reader(damaged).ReadAsync(Ct));
        }
    }

    [Fact]
    public async Task A_stream_that_ends_inside_a_message_is_not_taken_for_its_end()
    {
        var whole = Convert.FromHexString(WithNumber);
        for (var length = 1; length < whole.Length; length++) await Assert.ThrowsAsync<EndOfStreamException>(() => Reader(whole[..length]).ReadAsync(Ct));
    }

    [Theory]
    [InlineData(0x0000000Fu, 0u)]
    [InlineData(0x7FFFFFFFu, 0u)]
    [InlineData(0x00100000u, 0x000FFF00u)]
    [InlineData(0x00000010u, 1u)]
    public async Task Lengths_that_cannot_be_are_refused_before_there_is_room_for_them(uint total, uint headers)
    {
        byte[] lengths = [.. BitConverter.GetBytes(total).Reverse(), .. BitConverter.GetBytes(headers).Reverse()];
        byte[] prelude = [.. lengths, .. BitConverter.GetBytes(Crc32.Of(lengths)).Reverse()];

        Assert.Equal("The lengths of a message cannot be.", (await Assert.ThrowsAsync<InvalidDataException>(() => Reader(prelude).ReadAsync(Ct))).Message);
    }

    private static EventStreamReader Reader(byte[] bytes) => new(new MemoryStream(bytes));
}
