using System.Text.Json;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Identity;

/// <summary>A test of IAM or STS in an account of its own.</summary>
public abstract class IdentityTest : ConformanceTest
{
    protected const string TrustLambda = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
    protected const string AllowS3 = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}""";

    private protected IdentityTest(SharedServer server)
        : base(server)
    {
        Iam = new AwsClient(server.Boto3, "iam", new Keys(Lambda.Account, "secret"));
        Sts = new AwsClient(server.Boto3, "sts", new Keys(Lambda.Account, "secret"));
    }

    private protected AwsClient Iam { get; }

    private protected AwsClient Sts { get; }

    private protected string ArnOf(string resource) => $"arn:aws:iam::{Lambda.Account}:{resource}";

    /// <summary>The names in a listing, in its order.</summary>
    private protected async Task<string> NamesAsync(string operation, object request, string list, string name) =>
        string.Join(' ', (await Iam.DoAsync(operation, request))[list]!.AsArray().Select(item => (string?)(item is JsonObject fields ? fields[name] : item)));

    private protected Task<JsonObject> CreateRoleAsync(string name, string trust = TrustLambda) =>
        Iam.DoAsync("CreateRole", new { RoleName = name, AssumeRolePolicyDocument = trust });

    /// <summary>Whether two documents say the same.</summary>
    private protected static void SaysTheSame(string expected, JsonNode? actual) => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString(JsonSerializerOptions.Web));
}
