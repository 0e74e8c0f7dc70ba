using Brasa.Cli.Aws;

namespace Brasa.Cli.Tests.Aws;

public sealed class RequestSignerTests
{
    private static readonly Credentials Published = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);

    /// <remarks>AWS's Signature Version 4 test suite, <c>get-vanilla</c>.</remarks>
    [Fact]
    public void The_published_example_has_its_published_signature() => Assert.Equal(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        AuthorizationOf(Published, HttpMethod.Get));

    /// <remarks>The same, <c>post-vanilla</c>.</remarks>
    [Fact]
    public void So_has_the_one_by_POST() => Assert.EndsWith(
        "Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b", AuthorizationOf(Published, HttpMethod.Post), StringComparison.Ordinal);

    /// <remarks>The same, <c>get-vanilla-query-order-key-case</c>, its parameters in order.</remarks>
    [Fact]
    public void So_has_the_one_with_a_query() => Assert.EndsWith(
        "Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500", AuthorizationOf(Published, HttpMethod.Get, path: "/?Param1=value1&Param2=value2"), StringComparison.Ordinal);

    [Fact]
    public void A_body_and_a_token_are_signed()
    {
        var plain = AuthorizationOf(Published, HttpMethod.Post, "Param1=value1"u8.ToArray());
        Assert.NotEqual(AuthorizationOf(Published, HttpMethod.Post), plain);
        Assert.Contains("SignedHeaders=host;x-amz-date;x-amz-security-token,", AuthorizationOf(Published with { Token = "token" }, HttpMethod.Post), StringComparison.Ordinal);
    }

    /// <remarks>Signed by botocore 1.29.27: <c>SigV4Auth</c>, of the same request at the same time.</remarks>
    [Fact]
    public void A_path_is_encoded_once_more_than_it_is_sent() => Assert.EndsWith(
        "Signature=cf0a9e0173338a321467fcedf7137e438dddeb2c6ec44a16f6235c514773170d", AuthorizationOf(Published, HttpMethod.Get, path: "/2015-03-31/functions/arn%3Aaws%3Alambda/configuration"), StringComparison.Ordinal);

    private static string AuthorizationOf(Credentials credentials, HttpMethod method, byte[]? body = null, string path = "/")
    {
        using var request = new HttpRequestMessage(method, $"https://example.amazonaws.com{path}");
        new RequestSigner(credentials, "us-east-1", "service", new Noon()).Sign(request, body ?? []);
        Assert.Equal("20150830T123600Z", request.Headers.GetValues("x-amz-date").Single());
        Assert.Equal(credentials.Token, request.Headers.TryGetValues("x-amz-security-token", out var token) ? token.Single() : null);
        return request.Headers.GetValues("Authorization").Single();
    }

    /// <summary>The time of the test suite.</summary>
    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);
    }
}
