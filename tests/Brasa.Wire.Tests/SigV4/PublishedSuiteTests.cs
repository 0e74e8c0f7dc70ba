using System.Text;

namespace Brasa.Wire.Tests.SigV4;

/// <summary>The requests of AWS's Signature Version 4 test suite.</summary>
public sealed class PublishedSuiteTests
{
    private const string Date = "20150830T123600Z";
    private const string HostAndDate = "Host:example.amazonaws.com\nX-Amz-Date:" + Date;
    private const string Unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdee"
        + "hM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDr"
        + "ypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private const string Vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    private const string PostVanilla = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";
    private const string PostQuery = "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11";

    [Theory]
    [InlineData("get-vanilla", "GET / HTTP/1.1\n" + HostAndDate, "host;x-amz-date", Vanilla)]
    [InlineData("get-vanilla-query", "GET /? HTTP/1.1\n" + HostAndDate, "host;x-amz-date", Vanilla)]
    [InlineData("get-vanilla-empty-query-key", "GET /?Param1=value1 HTTP/1.1\n" + HostAndDate, "host;x-amz-date",
        "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb")]
    [InlineData("get-vanilla-query-order-key", "GET /?Param1=value2&Param1=Value1 HTTP/1.1\n" + HostAndDate, "host;x-amz-date",
        "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1")]
    [InlineData("get-vanilla-query-order-key-case", "GET /?Param2=value2&Param1=value1 HTTP/1.1\n" + HostAndDate, "host;x-amz-date",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("get-vanilla-query-order-value", "GET /?Param1=value2&Param1=value1 HTTP/1.1\n" + HostAndDate, "host;x-amz-date",
        "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694")]
    [InlineData("get-vanilla-query-unreserved", $"GET /?{Unreserved}={Unreserved} HTTP/1.1\n" + HostAndDate, "host;x-amz-date",
        "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197")]
    [InlineData("get-vanilla-utf8-query", "GET /?ሴ=bar HTTP/1.1\n" + HostAndDate, "host;x-amz-date",
        "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    [InlineData("get-unreserved", $"GET /{Unreserved} HTTP/1.1\n" + HostAndDate, "host;x-amz-date",
        "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")]
    [InlineData("get-utf8", "GET /ሴ HTTP/1.1\n" + HostAndDate, "host;x-amz-date", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("get-header-key-duplicate",
        "GET / HTTP/1.1\nHost:example.amazonaws.com\nMy-Header1:value2\nMy-Header1:value2\nMy-Header1:value1\nX-Amz-Date:" + Date,
        "host;my-header1;x-amz-date", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")]
    // Folded lines are no HTTP any more: what was one header of three lines is three headers.
    [InlineData("get-header-value-multiline",
        "GET / HTTP/1.1\nHost:example.amazonaws.com\nMy-Header1:value1\nMy-Header1:  value2\nMy-Header1:     value3\nX-Amz-Date:" + Date,
        "host;my-header1;x-amz-date", "ba17b383a53190154eb5fa66a1b836cc297cc0a3d70a5d00705980573d8ff790")]
    [InlineData("get-header-value-order",
        "GET / HTTP/1.1\nHost:example.amazonaws.com\nMy-Header1:value4\nMy-Header1:value1\nMy-Header1:value3\nMy-Header1:value2\nX-Amz-Date:" + Date,
        "host;my-header1;x-amz-date", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01")]
    [InlineData("get-header-value-trim",
        "GET / HTTP/1.1\nHost:example.amazonaws.com\nMy-Header1: value1\nMy-Header2: \"a   b   c\"\nX-Amz-Date:" + Date,
        "host;my-header1;my-header2;x-amz-date", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736")]
    [InlineData("get-relative", "GET /example/.. HTTP/1.1\n" + HostAndDate, "host;x-amz-date", Vanilla)]
    [InlineData("get-relative-relative", "GET /example1/example2/../.. HTTP/1.1\n" + HostAndDate, "host;x-amz-date", Vanilla)]
    [InlineData("get-slash", "GET // HTTP/1.1\n" + HostAndDate, "host;x-amz-date", Vanilla)]
    [InlineData("get-slash-dot-slash", "GET /./ HTTP/1.1\n" + HostAndDate, "host;x-amz-date", Vanilla)]
    [InlineData("get-slash-pointless-dot", "GET /./example HTTP/1.1\n" + HostAndDate, "host;x-amz-date",
        "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5")]
    [InlineData("get-slashes", "GET //example// HTTP/1.1\n" + HostAndDate, "host;x-amz-date",
        "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84")]
    [InlineData("get-space", "GET /example space/ HTTP/1.1\n" + HostAndDate, "host;x-amz-date",
        "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741")]
    [InlineData("post-vanilla", "POST / HTTP/1.1\n" + HostAndDate, "host;x-amz-date", PostVanilla)]
    [InlineData("post-header-key-case", "POST / HTTP/1.1\nHOST:example.amazonaws.com\nx-amz-DATE:" + Date, "host;x-amz-date", PostVanilla)]
    [InlineData("post-header-key-sort", "POST / HTTP/1.1\nHost:example.amazonaws.com\nMy-Header1:value1\nX-Amz-Date:" + Date,
        "host;my-header1;x-amz-date", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c")]
    [InlineData("post-header-value-case", "POST / HTTP/1.1\nHost:example.amazonaws.com\nMy-Header1:VALUE1\nX-Amz-Date:" + Date,
        "host;my-header1;x-amz-date", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d")]
    [InlineData("post-vanilla-query", "POST /?Param1=value1 HTTP/1.1\n" + HostAndDate, "host;x-amz-date", PostQuery)]
    [InlineData("post-sts-header-before", $"POST / HTTP/1.1\n{HostAndDate}\nX-Amz-Security-Token:{Token}", "host;x-amz-date;x-amz-security-token",
        "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead", Token)]
    [InlineData("post-sts-header-after", $"POST / HTTP/1.1\n{HostAndDate}\nX-Amz-Security-Token:{Token}", "host;x-amz-date", PostVanilla, Token)]
    public Task A_request_of_the_suite_is_verified(string name, string request, string signedHeaders, string signature, string? token = null) =>
        AssertVerifiedAsync(name, request, "", signedHeaders, signature, token);

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    [InlineData("application/x-www-form-urlencoded; charset=utf8", "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe")]
    public Task A_form_of_the_suite_is_verified(string contentType, string signature) => AssertVerifiedAsync(
        "post-x-www-form-urlencoded", $"POST / HTTP/1.1\nContent-Type:{contentType}\n{HostAndDate}", "Param1=value1", "content-type;host;x-amz-date",
        signature, null);

    private static async Task AssertVerifiedAsync(
        string name, string request, string body, string signedHeaders, string signature, string? token)
    {
        var keys = new FakeAccessKeys().Add("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token);
        var http = Http.Parse(request, Encoding.UTF8.GetBytes(body));
        http.Request.Headers.Authorization =
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={signedHeaders}, Signature={signature}";

        var verified = await new Verification(keys, Date).VerifyAsync(http, "service");

        Assert.True(verified.Region == "us-east-1", name);
        Assert.Equal(FakeAccessKeys.Account, verified.Principal.Account);
    }
}
