using System.Net;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class GetFunctionTests(SharedServer server) : ConformanceTest(server)
{
    [Fact]
    public async Task Code_Location_gives_the_very_zip_that_was_uploaded()
    {
        var source = Python("def handler(event, context): pass");
        using var response = await Server.Http.GetAsync(await LocationAsync(source), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "application/zip"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(source.Package, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("signature=", "signature=00")]
    [InlineData("expires=", "expires=9")]
    [InlineData("expires=", "expires=x")]
    [InlineData("/code/", "/code/0")]
    public async Task A_changed_Code_Location_is_forbidden(string part, string forged)
    {
        var location = await LocationAsync(Python("def handler(event, context): pass"));
        Assert.Contains(part, location, StringComparison.Ordinal);

        using var response = await Server.Http.GetAsync(location.Replace(part, forged, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_Code_Location_without_its_signature_is_forbidden()
    {
        var location = await LocationAsync(Python("def handler(event, context): pass"));
        using var response = await Server.Http.GetAsync(location[..location.IndexOf('?', StringComparison.Ordinal)], TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private async Task<string> LocationAsync(FunctionSource source)
    {
        await Lambda.CreateAsync("stored", source);
        return (string)(await Lambda.CallAsync("GetFunction", new { FunctionName = "stored" })).Succeeded().Result["Code"]!["Location"]!;
    }
}
