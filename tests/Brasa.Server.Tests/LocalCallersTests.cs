using System.Net;
using Microsoft.AspNetCore.Http;

namespace Brasa.Server.Tests;

public sealed class LocalCallersTests
{
    [Theory]
    [InlineData("127.0.0.1:4566")]
    [InlineData("localhost:4566")]
    [InlineData("LOCALHOST")]
    [InlineData("[::1]:4566")]
    [InlineData("127.0.0.2")]
    [InlineData("abc.lambda-url.us-east-1.localhost:4566")]
    public void Programs_that_call_a_local_name_are_served(string host) => Assert.True(LocalCallers.Includes(Request(host)));

    [Theory]
    [InlineData("evil.example:4566")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("10.0.0.1")]
    [InlineData("")]
    public void A_name_that_is_not_local_is_refused(string host) => Assert.False(LocalCallers.Includes(Request(host)));

    [Theory]
    [InlineData("http://localhost:3000", true)]
    [InlineData("http://127.0.0.1:4566", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    public void A_page_is_served_where_this_machine_serves_it(string origin, bool isServed) =>
        Assert.Equal(isServed, LocalCallers.Includes(Request("localhost:4566", origin)));

    [Fact]
    public void Two_origins_are_refused()
    {
        var request = Request("localhost");
        request.Headers.Append("Origin", "http://localhost");
        request.Headers.Append("Origin", "https://evil.example");

        Assert.False(LocalCallers.Includes(request));
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost", true)]
    [InlineData("::ffff:127.0.0.1", "localhost", true)]
    [InlineData("::1", "localhost", true)]
    [InlineData("127.0.0.1", "evil.example", false)]
    [InlineData("192.0.2.1", "localhost", false)]
    [InlineData(null, "localhost", false)]
    public void A_connection_counts_too_where_there_are_others(string? remote, string host, bool isServed)
    {
        var request = Request(host);
        request.HttpContext.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);

        Assert.Equal(isServed, LocalCallers.IncludesConnection(request.HttpContext));
    }

    private static HttpRequest Request(string host, string? origin = null)
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString(host);
        if (origin is not null) request.Headers.Origin = origin;
        return request;
    }
}
