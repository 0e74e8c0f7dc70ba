using System.Text.Json;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Identity;

/// <summary>A server that others on the network call, by TLS and with keys.</summary>
public sealed class NetworkServerTests : IClassFixture<NetworkServer>
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private readonly NetworkServer server;

    public NetworkServerTests(NetworkServer server)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        this.server = server;
    }

    private AwsClient As(Keys keys, string service) => new(server.Boto3, service, keys);

    [Fact]
    public async Task An_SDK_that_trusts_its_certificate_works_as_on_AWS()
    {
        Assert.StartsWith($"https://{NetworkServer.Listen}:", server.Address.AbsoluteUri, StringComparison.Ordinal);
        var caller = await As(server.RootKey, "sts").DoAsync("GetCallerIdentity", new { });
        Assert.Equal("arn:aws:iam::000000000000:root", (string?)caller["Arn"]);

        var role = (string)(await As(server.RootKey, "iam").DoAsync("CreateRole", new { RoleName = "worker", AssumeRolePolicyDocument = Trust }))["Role"]!["Arn"]!;
        var lambda = As(server.RootKey, "lambda");
        await lambda.DoAsync("CreateFunction", new
        {
            FunctionName = "echo", Runtime = "python3.11", Handler = "code.handler", Role = role,
            Code = new { ZipFile = Zip.Of(("code.py", "def handler(event, context): return event")) },
        });
        await lambda.DoAsync("wait:function_active_v2", new { FunctionName = "echo" });
        var answer = await lambda.CallAsync("Invoke", new { FunctionName = "echo", Payload = "1"u8.ToArray() });
        Assert.Equal("1", answer.Succeeded().Utf8("Payload"));

        var location = (string)(await lambda.DoAsync("GetFunction", new { FunctionName = "echo" }))["Code"]!["Location"]!;
        Assert.StartsWith(server.Address.AbsoluteUri, location, StringComparison.Ordinal);
        Assert.Equal("200", await StatusInWorldAsync(location));
    }

    [Fact]
    public async Task A_wrong_secret_an_unknown_key_and_no_signature_are_refused()
    {
        Assert.Equal("SignatureDoesNotMatch", (await As(server.RootKey with { Secret = "wrong" }, "iam").CallAsync("ListUsers", new { })).Code);
        Assert.Equal("InvalidClientTokenId", (await As(new Keys("AKIAIOSFODNN7EXAMPLE", "wrong"), "iam").CallAsync("ListUsers", new { })).Code);
        Assert.Equal("403", await StatusInWorldAsync($"{server.Address}2015-03-31/functions/"));
    }

    [Fact]
    public async Task Policies_see_the_connection()
    {
        var iam = As(server.RootKey, "iam");
        await iam.DoAsync("CreateUser", new { UserName = "bob" });
        var policy = new { Version = "2012-10-17", Statement = new { Effect = "Allow", Action = "iam:ListUsers", Resource = "*", Condition = new Dictionary<string, object>
        {
            ["Bool"] = new Dictionary<string, string> { ["aws:SecureTransport"] = "true" },
            ["IpAddress"] = new Dictionary<string, string> { ["aws:SourceIp"] = $"{NetworkServer.Listen}/32" },
        } } };
        await iam.DoAsync("PutUserPolicy", new { UserName = "bob", PolicyName = "list", PolicyDocument = JsonSerializer.Serialize(policy) });
        var key = (await iam.DoAsync("CreateAccessKey", new { UserName = "bob" }))["AccessKey"]!;
        var bob = As(new Keys((string)key["AccessKeyId"]!, (string)key["SecretAccessKey"]!), "iam");

        (await bob.CallAsync("ListUsers", new { })).Succeeded();
        Assert.Equal("AccessDenied", (await bob.CallAsync("ListRoles", new { })).Code);
    }

    [Fact]
    public async Task Its_health_is_open_and_what_it_runs_is_not()
    {
        Assert.Equal("200", await StatusInWorldAsync($"{server.Address}_brasa/health"));
        Assert.Equal("403", await StatusInWorldAsync($"{server.Address}_brasa/environments"));
        Assert.Equal("403", await StatusInWorldAsync($"{server.Address}_brasa/environments -H Host:localhost"));
    }

    [Fact]
    public async Task It_says_what_to_trust_and_speaks_no_old_TLS()
    {
        var fingerprint = await server.Machine.RunAsync($"openssl x509 -in {server.Authorities} -noout -fingerprint -sha256");
        Assert.Contains($"SHA-256 {fingerprint.Trim()[(fingerprint.IndexOf('=') + 1)..]}", server.Output, StringComparison.Ordinal);
        Assert.Equal("200", await StatusInWorldAsync($"{server.Address}_brasa/health --tls-max 1.2"));
        Assert.Equal("000", await StatusInWorldAsync($"{server.Address}_brasa/health --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0"));
        Assert.Equal("000", await StatusInWorldAsync(server.Address.AbsoluteUri.Replace("https", "http", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_command_line_lists_adds_disables_and_removes_keys_of_a_user()
    {
        await As(server.RootKey, "iam").DoAsync("CreateUser", new { UserName = "ann" });
        var added = await RunAsync("add", "--user", "ann");
        var (id, secret) = KeyIn(added);
        Assert.Matches($"{id} .* ann .* Active ", await RunAsync("list", "--user", "ann"));
        var caller = await As(new Keys(id, secret), "sts").DoAsync("GetCallerIdentity", new { });
        Assert.Equal("arn:aws:iam::000000000000:user/ann", (string?)caller["Arn"]);

        await RunAsync("disable", id, "--user", "ann");
        Assert.Matches($"{id} .* ann .* Inactive ", await RunAsync("list", "--user", "ann"));
        await RunAsync("enable", id, "--user", "ann");
        await RunAsync("remove", id, "--user", "ann");
        Assert.DoesNotContain(id, await RunAsync("list", "--user", "ann"), StringComparison.Ordinal);

        var refused = await server.Cli.RunAsync(new Keys(id, secret), "credentials", "list");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("brasa: the server refused with 403 InvalidClientTokenId: ", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_rotates_the_key_that_it_is_itself_signed_with()
    {
        await As(server.RootKey, "iam").DoAsync("CreateUser", new { UserName = "eve" });
        await As(server.RootKey, "iam").DoAsync("AttachUserPolicy", new { UserName = "eve", PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess" });
        var (id, secret) = KeyIn(await RunAsync("add", "--user", "eve"));
        var old = new Keys(id, secret);

        var rotated = await server.Cli.RunAsync(old, "credentials", "rotate", id);
        rotated.Succeeded();
        var (newId, newSecret) = KeyIn(rotated.Output);

        Assert.Equal("InvalidClientTokenId", (await As(old, "iam").CallAsync("ListUsers", new { })).Code);
        (await As(new Keys(newId, newSecret), "iam").CallAsync("ListUsers", new { })).Succeeded();
    }

    private static (string Id, string Secret) KeyIn(string output) =>
        NetworkServer.PrintedKey.Match(output) is { Success: true } key ? (key.Groups[1].Value, key.Groups[2].Value) : throw new InvalidOperationException(output);

    private async Task<string> RunAsync(params IReadOnlyList<string> arguments)
    {
        var result = await server.Cli.RunAsync(server.RootKey, ["credentials", .. arguments]);
        result.Succeeded();
        return result.Output;
    }

    /// <summary>The status that curl gets from another machine; 000 where there is no answer.</summary>
    private async Task<string> StatusInWorldAsync(string arguments) =>
        await server.Machine.RunInWorldAsync($"curl --silent --output /dev/null --write-out '%{{http_code}}' --cacert {server.Authorities} {arguments.Replace("&", "\\&", StringComparison.Ordinal)}");
}
