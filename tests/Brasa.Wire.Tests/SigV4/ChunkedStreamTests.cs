using System.Text;
using Brasa.Wire.SigV4;

namespace Brasa.Wire.Tests.SigV4;

public sealed class ChunkedStreamTests
{
    private const string Trailer = "x-amz-checksum-crc32:AAAAAA==\r\n";

    private static readonly string Large = $"2000\r\n{new string('a', 8192)}\r\n";

    [Fact]
    public async Task Chunks_without_signatures_are_joined_and_the_trailer_is_known_after_them()
    {
        var trailer = new ChunkTrailer("X-Amz-Checksum-CRC32, x-amz-meta-b");
        using var stream = Open($"{Large}3\r\nabc\r\n0\r\n{Trailer}x-amz-meta-b: c \r\n\r\n", 8195, trailer);

        Assert.Equal(new string('a', 8192) + "abc", await ReadAsync(stream));
        Assert.Equal(("AAAAAA==", "c"), (trailer.Headers["x-amz-checksum-crc32"], trailer.Headers["x-amz-meta-b"]));
    }

    [Fact]
    public async Task Nothing_is_a_body_too()
    {
        using var stream = Open($"0\r\n{Trailer}\r\n", 0, new ChunkTrailer("x-amz-checksum-crc32"));

        Assert.Equal("", await ReadAsync(stream));
    }

    [Theory]
    [InlineData("3\r\nabc\r\n3\r\nabc\r\n0\r\n" + Trailer, 6, SignatureFault.SmallChunk)]
    [InlineData("3\r\nabc\r\n0\r\n" + Trailer, 4, SignatureFault.BadChunks)]
    [InlineData("3\r\nabc\r\n0\r\n" + Trailer, 2, SignatureFault.BadChunks)]
    [InlineData("3\nabc\r\n0\r\n" + Trailer, 3, SignatureFault.BadChunks)]
    [InlineData("3\r\nabcd\r\n0\r\n" + Trailer, 3, SignatureFault.BadChunks)]
    [InlineData("3;chunk-signature=0\r\nabc\r\n0\r\n" + Trailer, 3, SignatureFault.BadChunks)]
    [InlineData("3\r\nabc\r\n0\r\n", 3, SignatureFault.BadTrailer)]
    [InlineData("3\r\nabc\r\n0\r\n" + Trailer + Trailer, 3, SignatureFault.BadTrailer)]
    [InlineData("3\r\nabc\r\n0\r\n" + Trailer + "x-amz-other:1\r\n", 3, SignatureFault.BadTrailer)]
    [InlineData("3\r\nabc\r\n0\r\nno header\r\n", 3, SignatureFault.BadTrailer)]
    [InlineData("3\r\nabc\r\n0\r\n" + Trailer + "x-amz-trailer-signature:0\r\n", 3, SignatureFault.BadTrailer)]
    [InlineData("ffffffffffffffff\r\n", 3, SignatureFault.BadChunks)]
    [InlineData(" 3\r\nabc", 3, SignatureFault.BadChunks)]
    [InlineData("", 3, SignatureFault.BadChunks)]
    public async Task What_is_malformed_is_refused(string body, long length, object fault)
    {
        using var stream = Open(body, length, new ChunkTrailer("x-amz-checksum-crc32"));

        Assert.Equal(fault, (await Assert.ThrowsAsync<SignatureException>(() => ReadAsync(stream))).Fault);
    }

    [Fact]
    public async Task A_line_without_end_is_refused_before_it_fills_memory()
    {
        using var stream = Open(new string('1', 100_000), 3, new ChunkTrailer("x-amz-checksum-crc32"));

        await Assert.ThrowsAsync<SignatureException>(() => ReadAsync(stream));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" , ")]
    [InlineData("a,b,c,d,e,f,g,h,i")]
    public void A_trailer_is_announced(string? announcement) => Assert.Throws<SignatureException>(() => new ChunkTrailer(announcement));

    private static ChunkedStream Open(string body, long length, ChunkTrailer trailer) => new(new MemoryStream(Encoding.ASCII.GetBytes(body)), length, null, trailer);

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, 1000, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(content.ToArray());
    }
}
