using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Brasa.Wire.Tests.SigV4;

/// <summary>Requests at random, the same in every run. <c>BRASA_TEST_ITERATIONS</c> times as many in a soak.</summary>
public sealed class RandomRequestTests
{
    private const string Now = "20260101T120000Z";
    private const int Seed = 20_260_101;

    private static readonly int Iterations = 500 * int.Parse(Environment.GetEnvironmentVariable("BRASA_TEST_ITERATIONS") ?? "1", CultureInfo.InvariantCulture);
    private static readonly string[] Pieces = ["a", "Z", "0", "-", "_", ".", "~", " ", "+", "%", "/", "=", "&", "?", "#", ":", "*", "é", "ሴ", "😀", "\"", "%2F", "\\"];

    [Fact]
    public async Task A_request_that_is_signed_is_verified_and_with_another_bit_is_not()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Iterations; i++)
        {
            var request = Create(random);
            var isPresigned = random.Next(3) == 0;
            Assert.Null(await FaultAsync(Sign(request, isPresigned), request.Service));

            var changed = Sign(request, isPresigned);
            if (FlipBit(changed, request.Body, random))
                Assert.True(await FaultAsync(changed, request.Service) is not null, $"{i}: {TargetOf(changed)} {string.Join('|', changed.Request.Headers)}");
        }
    }

    [Fact]
    public async Task Whatever_stands_in_a_header_or_a_query_is_refused_and_nothing_else_happens()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Iterations * 10; i++)
        {
            var request = new TestRequest();
            var http = random.Next(2) == 0 ? request.Sign() : request.Presign(60);
            var inHeader = http.Request.Headers.Authorization.Count > 0;
            var right = inHeader ? http.Request.Headers.Authorization.ToString() : TargetOf(http);
            var text = Mutate(right, random);
            if (inHeader)
                http.Request.Headers.Authorization = text;
            else
                http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = text.StartsWith('/') ? text : "/" + text;
            http.Request.Headers["X-Amz-Date"] = random.Next(4) == 0 ? Mutate(Now, random) : Now;

            var target = Brasa.Wire.Protocols.RawTarget.Of(http.Request);
            try
            {
                Signature.Read(http.Request, target.Query);
            }
            catch (SignatureException)
            {
                // As it should.
            }
            var fault = await FaultAsync(http, "lambda");
            Assert.True(fault is not null || MeansTheSame(text, right), text);
        }
    }

    [Fact]
    public async Task Whatever_comes_in_chunks_is_read_or_refused()
    {
        var random = new Random(Seed);
        var whole = "2000\r\n" + new string('a', 8192) + "\r\n5\r\nabcde\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
        for (var i = 0; i < Iterations; i++)
        {
            var body = i == 0 ? whole : Mutate(whole, random);
            using var content = new MemoryStream();
            using var stream = new ChunkedStream(new Dripping(Encoding.Latin1.GetBytes(body), random), 8197, null, new ChunkTrailer("x-amz-checksum-crc32"));
            try
            {
                await stream.CopyToAsync(content, TestContext.Current.CancellationToken);
                Assert.Equal(8197, content.Length);
            }
            catch (SignatureException) when (i > 0)
            {
                Assert.InRange(content.Length, 0, 8197);
            }
        }
    }

    // Spaces between fields, empty parameters, empty segments and the case of encoded digits mean nothing.
    private static bool MeansTheSame(string left, string right) =>
        Regex.Replace(left, "[ \r\n\t&/]", "").Equals(Regex.Replace(right, "[ \r\n\t&/]", ""), StringComparison.OrdinalIgnoreCase);

    private static TestRequest Create(Random random)
    {
        var service = random.Next(2) == 0 ? "s3" : "service";
        var request = new TestRequest
        {
            Method = ((string[])["GET", "PUT", "POST", "DELETE"])[random.Next(4)],
            Service = service,
            Segments = Many(random, 1, 5, () => Text(random, 1, 6)).Select(segment => segment is "." or ".." ? "dot" : segment.Replace('/', '_')).ToList(),
            Query = Many(random, 0, 5, () => (Text(random, 1, 4), Text(random, 0, 6))),
            Headers = Many(random, 0, 4, () => ($"x-amz-meta-{random.Next(3)}", $"v{Text(random, 0, 8)}v")),
            Body = Encoding.UTF8.GetBytes(Text(random, 0, 40)),
        };
        return request with { ContentHash = service == "s3" || random.Next(3) == 0 ? request.BodyHash : null };
    }

    private static DefaultHttpContext Sign(TestRequest request, bool isPresigned) =>
        isPresigned ? (request with { ContentHash = null }).Presign(60) : request.Sign();

    private static bool FlipBit(DefaultHttpContext http, byte[] body, Random random)
    {
        var isBound = http.Request.Headers.Authorization.Count > 0;
        switch (random.Next(3))
        {
            case 0:
                var target = TargetOf(http);
                var changed = Flip(target, random);
                http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = changed;
                return changed[0] == '/' && !changed.Equals(target, StringComparison.OrdinalIgnoreCase);
            case 1 when body.Length > 0 && isBound:
                var other = body.ToArray();
                other[random.Next(other.Length)] ^= (byte)(1 << random.Next(8));
                http.Request.Body = new MemoryStream(other);
                return true;
            default:
                var names = http.Request.Headers.Keys.Where(name => name != "Content-Length").ToList();
                var header = names[random.Next(names.Count)];
                http.Request.Headers[header] = Flip(http.Request.Headers[header].ToString(), random);
                return true;
        }
    }

    private static string Flip(string text, Random random)
    {
        var at = random.Next(text.Length);
        return $"{text[..at]}{(char)(text[at] ^ (1 << random.Next(7)))}{text[(at + 1)..]}";
    }

    private static string Mutate(string text, Random random)
    {
        for (var i = random.Next(4); i >= 0 && text.Length > 0; i--)
        {
            var (from, length) = (random.Next(text.Length), random.Next(12));
            var to = Math.Min(text.Length, from + length);
            text = random.Next(5) switch
            {
                0 => text[..from] + text[to..],
                1 => text[..to] + text[from..],
                2 => text[..from] + Text(random, 0, 4) + text[from..],
                3 => Flip(text, random),
                _ => text[..from] + "\r\n"[random.Next(2)] + text[from..],
            };
        }
        return text;
    }

    private static string Text(Random random, int min, int max) => string.Concat(Many(random, min, max, () => Pieces[random.Next(Pieces.Length)]));

    private static List<T> Many<T>(Random random, int min, int max, Func<T> create) => [.. Enumerable.Range(0, random.Next(min, max + 1)).Select(_ => create())];

    private static string TargetOf(DefaultHttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    private static Task<SignatureFault?> FaultAsync(DefaultHttpContext http, string service) =>
        new Verification(TestRequest.Keys, Now).FaultAsync(http, service);

    /// <summary>Gives what it holds in pieces of any length.</summary>
    private sealed class Dripping(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1 + random.Next(3000))], cancellationToken);
    }
}
