using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Brasa.Wire.Tests.SigV4;

public sealed class TamperingTests
{
    private const string Now = "20260101T120000Z";

    private static readonly TestRequest Request = new()
    {
        Query = [("Qualifier", "live/1"), ("b", "")],
        Headers = [("X-Amz-Invocation-Type", "Event"), ("Content-Type", "application/json"), ("X-Amz-Log-Type", "Tail")],
        Body = Http.Utf8("{\"n\":1}"),
    };

    [Fact]
    public async Task What_is_changed_is_what_was_right_before()
    {
        Assert.False(await IsRefusedAsync(_ => { }));
        Assert.False(await IsRefusedAsync(_ => { }, presigned: true));
        Assert.False(await IsRefusedAsync(_ => { }, "s3"));
    }

    [Theory]
    [InlineData("lambda", false)]
    [InlineData("lambda", true)]
    [InlineData("s3", false)]
    [InlineData("s3", true)]
    public async Task Every_character_of_the_target_counts(string service, bool presigned)
    {
        var length = TargetOf(Create(service, presigned)).Length;
        for (var i = 0; i < length; i++)
        {
            var at = i;
            Assert.True(
                await IsRefusedAsync(http => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = Change(TargetOf(http), at), service, presigned),
                $"{at} of {TargetOf(Create(service, presigned))}");
        }
    }

    [Fact]
    public async Task Every_character_of_the_Authorization_header_counts()
    {
        var length = Create("lambda", false).Request.Headers.Authorization.ToString().Length;
        for (var i = 0; i < length; i++)
        {
            var at = i;
            Assert.True(
                await IsRefusedAsync(http => http.Request.Headers.Authorization = Change(http.Request.Headers.Authorization.ToString(), at)), $"{at}");
        }
    }

    [Theory]
    [InlineData("lambda")]
    [InlineData("s3")]
    public async Task Every_byte_of_the_body_counts(string service)
    {
        for (var i = 0; i < Request.Body.Length; i++)
        {
            var at = i;
            Assert.True(await IsRefusedAsync(
                http =>
                {
                    var body = Request.Body.ToArray();
                    body[at] ^= 1;
                    http.Request.Body = new MemoryStream(body);
                }, service));
        }
    }

    [Fact]
    public async Task Every_header_counts()
    {
        foreach (var name in Create("lambda", false).Request.Headers.Keys.Where(name => name is not ("Authorization" or "Content-Length")))
        {
            Assert.True(await IsRefusedAsync(http => http.Request.Headers[name] = Change(http.Request.Headers[name].ToString(), 0)), name);
            Assert.True(await IsRefusedAsync(http => http.Request.Headers.Append(name, "more")), name);
            Assert.True(await IsRefusedAsync(http => http.Request.Headers.Remove(name)), name);
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("post")]
    public async Task The_method_counts(string method) => Assert.True(await IsRefusedAsync(http => http.Request.Method = method));

    [Theory]
    [InlineData("&a=b")]
    [InlineData("&b=")]
    [InlineData("&=")]
    [InlineData("&X-Amz-Signature=a")]
    [InlineData("&X%2DAmz-Signature=a")]
    public async Task A_parameter_more_counts(string parameter)
    {
        foreach (var isPresigned in (bool[])[false, true])
        {
            Assert.True(await IsRefusedAsync(
                http => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = TargetOf(http) + parameter, presigned: isPresigned));
        }
    }

    private static DefaultHttpContext Create(string service, bool presigned)
    {
        var request = Request with { Service = service, ContentHash = service == "s3" && !presigned ? Request.BodyHash : null };
        return presigned ? request.Presign(60) : request.Sign();
    }

    private static async Task<bool> IsRefusedAsync(Action<DefaultHttpContext> change, string service = "lambda", bool presigned = false)
    {
        var http = Create(service, presigned);
        change(http);
        return await new Verification(TestRequest.Keys, Now).FaultAsync(http, service) is not null;
    }

    private static string TargetOf(DefaultHttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    private static string Change(string text, int at) => $"{text[..at]}{(text[at] == 'x' ? 'y' : 'x')}{text[(at + 1)..]}";
}
