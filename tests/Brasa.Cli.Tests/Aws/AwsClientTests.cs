using System.Net;
using Brasa.Cli.Aws;

namespace Brasa.Cli.Tests.Aws;

public sealed class AwsClientTests
{
    private static readonly Caller Somebody = new(new Credentials("AKIA1", "s", null), "eu-west-1", "the profile night");
    private static readonly Caller Nobody = new(null, "eu-west-1", "set one");

    [Fact]
    public async Task Requests_are_signed_for_the_service_and_the_region_they_name()
    {
        using var server = new FakeAws(HttpStatusCode.OK, "{}");
        using var answer = await server.As(Somebody).SendAsync(Ask(), "logs", "eu-west-1", TestContext.Current.CancellationToken);
        Assert.Contains("Credential=AKIA1/", server.Authorization, StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/logs/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target,", server.Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_they_are_not_signed()
    {
        using var server = new FakeAws(HttpStatusCode.OK, "{}");
        using var answer = await server.As(Nobody).SendAsync(Ask(), "logs", "eu-west-1", TestContext.Current.CancellationToken);
        Assert.Null(server.Authorization);
    }

    [Theory]
    [InlineData("""{"__type":"com.amazonaws#InvalidSignatureException","message":"Wrong."}""", "the server refused with 400 InvalidSignatureException: Wrong.\nThe request was signed with AKIA1, of the profile night.")]
    [InlineData("""{"__type":"AccessDeniedException","Message":"No."}""", "the server refused with 400 AccessDeniedException: No.")]
    [InlineData("<ErrorResponse xmlns=\"x\"><Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message></Error></ErrorResponse>", "the server refused with 400 SignatureDoesNotMatch: No.\nThe request was signed with AKIA1, of the profile night.")]
    [InlineData("<html><body>Hello</body></html>", "what answers at http://aws.test/ is no Brasa server (400). Name another with --endpoint.")]
    public async Task A_refusal_is_told_in_the_servers_words(string body, string message)
    {
        using var server = new FakeAws(HttpStatusCode.BadRequest, body);
        Assert.Equal(message, await FailureAsync<RefusedException>(server.As(Somebody)));
    }

    [Fact]
    public async Task Where_a_key_is_asked_for_and_there_is_none_it_says_where_to_put_one()
    {
        using var server = new FakeAws(HttpStatusCode.Forbidden, """{"__type":"MissingAuthenticationTokenException","message":"Missing"}""");
        Assert.Equal("the server asks for a key, and there is none to sign with: set one.", await FailureAsync<RefusedException>(server.As(Nobody)));
    }

    [Fact]
    public async Task Where_nothing_listens_it_says_so()
    {
        using var client = new AwsClient(new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1") }, Nobody, TimeProvider.System);
        Assert.StartsWith("no server answers at http://127.0.0.1:1/: Connection refused", await FailureAsync<UnreachedException>(client), StringComparison.Ordinal);
    }

    private static HttpRequestMessage Ask() => new(HttpMethod.Post, "/") { Headers = { { "X-Amz-Target", "Logs_20140328.FilterLogEvents" } }, Content = new StringContent("{}") };

    private static async Task<string> FailureAsync<T>(AwsClient client) where T : Exception =>
        (await Assert.ThrowsAsync<T>(() => client.SendAsync(Ask(), "logs", "eu-west-1", TestContext.Current.CancellationToken))).Message;

    /// <summary>Gives one answer, and remembers who asked.</summary>
    private sealed class FakeAws(HttpStatusCode status, string body) : HttpMessageHandler
    {
        public string? Authorization { get; private set; }

        public AwsClient As(Caller caller) => new(new HttpClient(this) { BaseAddress = new Uri("http://aws.test") }, caller, TimeProvider.System);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorization = request.Headers.TryGetValues("Authorization", out var values) ? values.Single() : null;
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
        }
    }
}
