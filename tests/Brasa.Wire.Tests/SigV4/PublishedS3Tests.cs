using System.Text;
using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Tests.SigV4;

/// <summary>The examples of the S3 API reference, "Authenticating requests".</summary>
public sealed class PublishedS3Tests
{
    private const string Date = "20130524T000000Z";
    private const string Id = "AKIAIOSFODNN7EXAMPLE";
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string Presigned = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + Id
        + "%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=" + Date + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
        + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

    private static readonly string[] Signatures =
    [
        "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648", "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
        "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
    ];

    private static readonly string[] TrailerSignatures =
    [
        "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2", "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
        "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
    ];

    [Theory]
    [InlineData("GET /test.txt HTTP/1.1\nRange:bytes=0-9", EmptyHash, "", "host;range;x-amz-content-sha256;x-amz-date",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData("PUT /test$file.text HTTP/1.1\nDate:Fri, 24 May 2013 00:00:00 GMT\nx-amz-storage-class:REDUCED_REDUNDANCY",
        "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072", "Welcome to Amazon S3.",
        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")]
    [InlineData("GET /?lifecycle HTTP/1.1", EmptyHash, "", "host;x-amz-content-sha256;x-amz-date",
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("GET /?max-keys=2&prefix=J HTTP/1.1", EmptyHash, "", "host;x-amz-content-sha256;x-amz-date",
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public async Task A_request_of_the_reference_is_verified(string request, string hash, string body, string signedHeaders, string signature)
    {
        var http = Http.Parse($"{request}\nHost:examplebucket.s3.amazonaws.com\nx-amz-content-sha256:{hash}\nx-amz-date:{Date}", Encoding.UTF8.GetBytes(body));
        Sign(http, signedHeaders, signature);

        Assert.Equal("us-east-1", (await Verification().VerifyAsync(http, "s3")).Region);
        Assert.Equal(body, Encoding.UTF8.GetString(await ReadAsync(http)));
    }

    [Fact]
    public async Task Its_presigned_url_is_good_for_a_day()
    {
        var verification = Verification();
        Assert.Null(await verification.FaultAsync(GetPresigned(), "s3"));

        verification.Clock.Advance(TimeSpan.FromSeconds(86_400));
        Assert.Null(await verification.FaultAsync(GetPresigned(), "s3"));

        verification.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SignatureFault.OutsideValidity, await verification.FaultAsync(GetPresigned(), "s3"));
    }

    [Fact]
    public async Task Its_upload_in_chunks_is_read_as_its_content()
    {
        var http = Upload(Chunks(Signatures) + "\r\n");

        await Verification().VerifyAsync(http, "s3");

        Assert.Equal(66_560, http.Request.ContentLength);
        Assert.Equal(new string('a', 66_560), Encoding.ASCII.GetString(await ReadAsync(http)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    public async Task Its_upload_with_a_trailer_is_read_as_its_content(string end)
    {
        var http = UploadWithTrailer(
            Chunks(TrailerSignatures)
            + "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n" + end);

        await Verification().VerifyAsync(http, "s3");

        Assert.Equal(new string('a', 66_560), Encoding.ASCII.GetString(await ReadAsync(http)));
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32c:sOO8/Q==", "x-amz-checksum-crc32c:sOO8/A==")]
    [InlineData("2e435\r\n", "2e436\r\n")]
    [InlineData("x-amz-checksum-crc32c:sOO8/Q==\r\n", "")]
    [InlineData("x-amz-checksum-crc32c:", "x-amz-checksum-sha256:")]
    [InlineData("x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n", "")]
    [InlineData("2e435\r\n", "2e435\r\n\r\nmore")]
    public async Task A_changed_trailer_is_refused(string what, string by)
    {
        var body = Chunks(TrailerSignatures)
            + "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n";

        Assert.NotNull(await Verification().FaultAsync(UploadWithTrailer(body.Replace(what, by, StringComparison.Ordinal)), "s3"));
    }

    [Theory]
    [InlineData("\naaaa", "\naaab", SignatureFault.Mismatch)]
    [InlineData("ad80c7", "ad80c8", SignatureFault.Mismatch)]
    [InlineData("b6c6ea", "b6c6eb", SignatureFault.Mismatch)]
    [InlineData("400;chunk", "3ff;chunk", SignatureFault.BadChunks)]
    [InlineData("400;chunk", "401;chunk", SignatureFault.BadChunks)]
    [InlineData("10000;chunk", "fffffffff;chunk", SignatureFault.BadChunks)]
    [InlineData("10000;chunk", "-1;chunk", SignatureFault.BadChunks)]
    [InlineData("10000;chunk-signature=", "10000;signature=", SignatureFault.BadChunks)]
    [InlineData("\r\n\r\n", "\r\n", null)]
    [InlineData("\r\n\r\n", "\r\nx-amz-meta-a:b\r\n\r\n", SignatureFault.BadChunks)]
    [InlineData("\r\n\r\n", "\r\n\r\nmore", SignatureFault.BadChunks)]
    public async Task A_changed_chunk_is_refused(string what, string by, object? fault)
    {
        var body = Chunks(Signatures) + "\r\n";
        var first = body.IndexOf(what, StringComparison.Ordinal);

        Assert.Equal(fault, await Verification().FaultAsync(Upload(body[..first] + by + body[(first + what.Length)..]), "s3"));
    }

    [Fact]
    public async Task The_last_bytes_are_not_given_out_before_everything_is_right()
    {
        var http = Upload(Chunks([.. Signatures[..2], Signatures[0]]) + "\r\n");
        await Verification().VerifyAsync(http, "s3");
        var content = new byte[66_560];

        await Assert.ThrowsAsync<SignatureException>(
            async () => await http.Request.Body.ReadExactlyAsync(content, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_is_refused()
    {
        var body = Chunks(Signatures);
        foreach (var length in (int[])[0, 1, 5, 70, 90, 40_000, 65_700, 66_000, body.Length - 90, body.Length - 2])
            Assert.NotNull(await Verification().FaultAsync(Upload(body[..length]), "s3"));
    }

    private static DefaultHttpContext Upload(string body)
    {
        var http = Http.Parse(
            $"PUT /examplebucket/chunkObject.txt HTTP/1.1\nHost:s3.amazonaws.com\nx-amz-date:{Date}\nx-amz-storage-class:REDUCED_REDUNDANCY\n"
            + "x-amz-content-sha256:STREAMING-AWS4-HMAC-SHA256-PAYLOAD\nContent-Encoding:aws-chunked\nx-amz-decoded-content-length:66560");
        http.Request.Body = new MemoryStream(Encoding.ASCII.GetBytes(body));
        http.Request.ContentLength = 66_824;
        Sign(http, "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
            "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
        return http;
    }

    private static DefaultHttpContext UploadWithTrailer(string body)
    {
        var http = Http.Parse(
            $"PUT /examplebucket/chunkObject.txt HTTP/1.1\nHost:s3.amazonaws.com\nx-amz-date:{Date}\nx-amz-storage-class:REDUCED_REDUNDANCY\n"
            + "x-amz-content-sha256:STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER\nContent-Encoding:aws-chunked\nx-amz-decoded-content-length:66560\n"
            + "x-amz-trailer:x-amz-checksum-crc32c", Encoding.ASCII.GetBytes(body));
        Sign(http, "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
            "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
        return http;
    }

    private static string Chunks(string[] signatures) =>
        $"10000;chunk-signature={signatures[0]}\r\n{new string('a', 65_536)}\r\n400;chunk-signature={signatures[1]}\r\n{new string('a', 1024)}\r\n"
        + $"0;chunk-signature={signatures[2]}\r\n";

    private static DefaultHttpContext GetPresigned() => Http.Parse($"GET {Presigned} HTTP/1.1\nHost:examplebucket.s3.amazonaws.com");

    private static void Sign(HttpContext http, string signedHeaders, string signature) => http.Request.Headers.Authorization =
        $"AWS4-HMAC-SHA256 Credential={Id}/20130524/us-east-1/s3/aws4_request,SignedHeaders={signedHeaders},Signature={signature}";

    private static async Task<byte[]> ReadAsync(HttpContext http)
    {
        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content, TestContext.Current.CancellationToken);
        return content.ToArray();
    }

    private static Verification Verification() => new(new FakeAccessKeys().Add(Id, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), Date);
}
