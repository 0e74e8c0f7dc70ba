using System.Net;
using Brasa.Cli.Aws;

namespace Brasa.Cli.Tests.Aws;

public sealed class IamClientTests : IDisposable
{
    private const string Names = """xmlns="https://iam.amazonaws.com/doc/2010-05-08/" """;

    private readonly FakeIam server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task Keys_are_listed_the_oldest_first()
    {
        server.Answers(HttpStatusCode.OK, $"""
            <ListAccessKeysResponse {Names}><ListAccessKeysResult><IsTruncated>false</IsTruncated><AccessKeyMetadata>
              <member><UserName>ann</UserName><AccessKeyId>AKIA2</AccessKeyId><Status>Active</Status><CreateDate>2026-11-23T06:00:00Z</CreateDate></member>
              <member><UserName>ann</UserName><AccessKeyId>AKIA1</AccessKeyId><Status>Inactive</Status><CreateDate>2026-11-22T06:00:00Z</CreateDate></member>
            </AccessKeyMetadata></ListAccessKeysResult></ListAccessKeysResponse>
            """);

        var keys = await Iam("ann").ListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["AKIA1 ann Inactive", "AKIA2 ann Active"], keys.Select(key => $"{key.Id} {key.User} {key.Status}"));
        Assert.Equal("Action=ListAccessKeys&Version=2010-05-08&UserName=ann", server.Asked);
    }

    [Fact]
    public async Task A_key_that_is_made_comes_with_its_secret()
    {
        server.Answers(HttpStatusCode.OK, $"""
            <CreateAccessKeyResponse {Names}><CreateAccessKeyResult><AccessKey>
              <UserName>root</UserName><AccessKeyId>AKIA1</AccessKeyId><Status>Active</Status><SecretAccessKey>s/+=</SecretAccessKey>
            </AccessKey></CreateAccessKeyResult></CreateAccessKeyResponse>
            """);

        Assert.Equal(new NewKey("AKIA1", "root", "s/+="), await Iam(null).CreateAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Action=CreateAccessKey&Version=2010-05-08", server.Asked);
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_in_its_words()
    {
        server.Answers(HttpStatusCode.Conflict, $"<ErrorResponse {Names}><Error><Type>Sender</Type><Code>LimitExceeded</Code><Message>Two are enough.</Message></Error></ErrorResponse>");
        Assert.Equal("the server refused with 409 LimitExceeded: Two are enough.", await FailureAsync());
    }

    [Theory]
    [InlineData("fine")]
    [InlineData("<html><body/></html>")]
    public async Task What_is_no_IAM_is_told(string answer)
    {
        server.Answers(HttpStatusCode.OK, answer);
        Assert.StartsWith("what answers at http://iam.test/ is no IAM.", (await Assert.ThrowsAsync<CliException>(() => Iam(null).CreateAsync(TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    private IamClient Iam(string? user) => new(
        new AwsClient(new HttpClient(server) { BaseAddress = new Uri("http://iam.test") }, new Caller(new Credentials("A", "a", null), "eu-west-1", "a test"), TimeProvider.System), user);

    private async Task<string> FailureAsync() => (await Assert.ThrowsAnyAsync<CliException>(() => Iam(null).DeleteAsync("AKIA1", TestContext.Current.CancellationToken))).Message;

    /// <summary>Gives one answer, and remembers what was asked.</summary>
    private sealed class FakeIam : HttpMessageHandler
    {
        private HttpResponseMessage? answer;

        public string? Asked { get; private set; }

        public void Answers(HttpStatusCode status, string xml) => answer = new HttpResponseMessage(status) { Content = new StringContent(xml) };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Contains("/us-east-1/iam/aws4_request", request.Headers.GetValues("Authorization").Single(), StringComparison.Ordinal);
            Asked = await request.Content!.ReadAsStringAsync(cancellationToken);
            return answer!;
        }
    }
}
