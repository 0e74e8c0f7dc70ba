using System.Text.Json;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;
using Brasa.Tests.Shared;

namespace Brasa.Conformance.Tests.Isolation;

/// <summary>Functions that are connected to networks which the operator has declared, on a machine and in a world that the test pretends.</summary>
public sealed class VpcTests : IDisposable
{
    private const string HowTo = "On this server its operator declares networks, with: brasa up --networks FILE";

    private const string Networks = """
        {"vpcs": [
            {"vpcId": "vpc-1", "cidrs": ["10.99.0.0/24"], "subnets": [{"subnetId": "subnet-1"}, {"subnetId": "subnet-1b"}],
             "securityGroups": [
                {"groupId": "sg-web", "egress": [{"protocol": "tcp", "fromPort": 80, "toPort": 80, "cidr": "10.99.0.0/16"}]},
                {"groupId": "sg-tls", "egress": [{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidr": "0.0.0.0/0"}]}]},
            {"vpcId": "vpc-2", "internet": true, "subnets": [{"subnetId": "subnet-2"}], "securityGroups": [{"groupId": "sg-2"}]}
        ]}
        """;

    /// <summary>Says whether it started in a sandbox from stock, what each target answered, and what its own AWS endpoint did.</summary>
    private const string Dial = """
        import os, socket, urllib.request

        def dial(host, port):
            try:
                with socket.create_connection((host, port), 2) as connection:
                    return connection.recv(100).decode().split(" saw ")[0]
            except OSError as error:
                return error.strerror or str(error)

        targets = [("10.99.0.10", 80), ("10.99.0.10", 443), ("10.99.1.10", 80), ("203.0.113.10", 80), ("public.test", 80)]
        found = [dial(*target) for target in targets]

        def handler(event, context):
            itself = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"] + "/2015-03-31/functions/" + context.function_name + "/invocations",
                data=b"{}", headers={"X-Amz-Invocation-Type": "DryRun"})
            stock = "BRASA_AWAIT_ASSIGNMENT=1" in open("/proc/1/environ").read().split("\0")
            return [stock, found, [dial(*target) for target in targets] == found, urllib.request.urlopen(itself).status]
        """;

    private const string Closed = "No route to host";

    private readonly TemporaryDirectory data = new();
    private readonly TemporaryDirectory files = new();

    public void Dispose()
    {
        data.Dispose();
        files.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_function_reaches_what_its_vpc_and_security_groups_allow_and_one_without_does_not(bool fromStock)
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await ServerProcess.StartOnAsync(machine, data.Path, "--networks", Write(Networks));
        await using var sdk = SdkDriver.Boto3(server.Address, machine);
        var lambda = new Lambda(sdk, "123456789012");
        var python = await PythonOfAsync(machine, server);
        async Task<string> InvokeAsync(string name)
        {
            if (fromStock) await Eventually.TrueAsync(async () => (await AskAsync(machine, server, "environments"))["stock"]!.AsArray().Count > 0, "Nothing was kept in stock.");
            return (await lambda.InvokeAsync(name)).Succeeded().Json.ToJsonString(Plain.Json);
        }

        async Task<JsonNode?> CreateAsync(string name, object? vpc) =>
            (await lambda.CallAsync("CreateFunction", RequestOf(lambda, python, name, vpc, fromStock ? null : new { PYTHONHASHSEED = "7" }))).Succeeded().Result["VpcConfig"];

        string Found(params string[] answers) => $"[{(fromStock ? "true" : "false")},{JsonSerializer.Serialize(answers)},true,204]";

        Assert.Null(await CreateAsync("plain", null));
        Assert.Equal(
            """{"SubnetIds":["subnet-1"],"SecurityGroupIds":["sg-web"],"VpcId":"vpc-1","Ipv6AllowedForDualStack":false}""",
            Sorted(await CreateAsync("inside", new { SubnetIds = new[] { "subnet-1" }, SecurityGroupIds = new[] { "sg-web" } })));
        await CreateAsync("natted", new { SubnetIds = new[] { "subnet-2" }, SecurityGroupIds = new[] { "sg-2" } });
        foreach (var name in (string[])["plain", "inside", "natted"]) await lambda.SettledAsync(name);

        Assert.Equal(Found("10.99.0.10", Closed, Closed, Closed, Closed), await InvokeAsync("inside"));
        Assert.Equal(Found(Closed, Closed, Closed, "203.0.113.10", "203.0.113.10"), await InvokeAsync("plain"));
        Assert.Equal(Found(Closed, Closed, Closed, "203.0.113.10", "203.0.113.10"), await InvokeAsync("natted"));

        (await lambda.CallAsync("PublishVersion", new { FunctionName = "inside" })).Succeeded();
        await UpdateAsync(lambda, ["subnet-1", "subnet-1b"], ["sg-tls", "sg-web"]);
        Assert.Equal(Found("10.99.0.10", "10.99.0.10", Closed, Closed, Closed), await InvokeAsync("inside"));

        Assert.Null(await UpdateAsync(lambda, [], []));
        Assert.Null((await lambda.CallAsync("GetFunctionConfiguration", new { FunctionName = "inside" })).Result["VpcConfig"]);
        Assert.Equal(Found(Closed, Closed, Closed, "203.0.113.10", "203.0.113.10"), await InvokeAsync("inside"));

        var version = (await lambda.CallAsync("GetFunction", new { FunctionName = "inside", Qualifier = "1" })).Succeeded().Result["Configuration"]!["VpcConfig"];
        Assert.Equal("vpc-1", (string?)version!["VpcId"]);
        Assert.Equal(Found("10.99.0.10", Closed, Closed, Closed, Closed), await InvokeAsync("inside:1"));
    }

    [Fact]
    public async Task What_is_no_network_is_refused_and_changes_nothing()
    {
        await using var machine = await PretendMachine.StartAsync();
        await using var server = await ServerProcess.StartOnAsync(machine, data.Path, "--networks", Write(Networks));
        await using var sdk = SdkDriver.Boto3(server.Address, machine);
        var lambda = new Lambda(sdk, "123456789012");
        var python = await PythonOfAsync(machine, server);
        (string[] Subnets, string[] Groups, bool? Ipv6, string Message)[] refusals =
        [
            (["subnet-1"], [], null, "SubnetIds and SecurityIds must coexist or be both empty list."),
            ([], ["sg-web"], null, "SubnetIds and SecurityIds must coexist or be both empty list."),
            (["subnet-9"], ["sg-web"], null, $"Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID 'subnet-9' does not exist. {HowTo}"),
            (["subnet-1"], ["sg-9"], null, $"Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error Message: The security group 'sg-9' does not exist. {HowTo}"),
            (["subnet-1", "subnet-2"], ["sg-web"], null, "Subnets are required to be in the same VPC."),
            (["subnet-1"], ["sg-web", "sg-2"], null, "Security Groups are required to be in the same VPC."),
            (["subnet-1"], ["sg-web"], true, "Ipv6AllowedForDualStack is for subnets with IPv6, which no network of this server has. Leave it out."),
        ];

        (await lambda.CallAsync("CreateFunction", RequestOf(lambda, python, "inside", new { SubnetIds = new[] { "subnet-1" }, SecurityGroupIds = new[] { "sg-web" } }, null))).Succeeded();
        await lambda.SettledAsync("inside");
        foreach (var (subnets, groups, ipv6, message) in refusals)
        {
            var vpc = new { SubnetIds = subnets, SecurityGroupIds = groups, Ipv6AllowedForDualStack = ipv6 };
            (await lambda.CallAsync("CreateFunction", RequestOf(lambda, python, "refused", vpc, null))).IsRefused(400, "InvalidParameterValueException", message);
            (await lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = "inside", VpcConfig = vpc })).IsRefused(400, "InvalidParameterValueException", message);
        }

        var many = new { SubnetIds = Enumerable.Repeat("subnet-1", 17), SecurityGroupIds = Enumerable.Repeat("sg-web", 6) };
        var refused = await lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = "inside", VpcConfig = many });
        Assert.Equal("ValidationException", refused.Code);
        Assert.Contains("at 'vpcConfig.subnetIds' failed to satisfy constraint: Member must have length less than or equal to 16", refused.Message, StringComparison.Ordinal);
        Assert.Contains("at 'vpcConfig.securityGroupIds' failed to satisfy constraint: Member must have length less than or equal to 5", refused.Message, StringComparison.Ordinal);

        Assert.Equal(["inside"], await lambda.ListAsync());
        var kept = (await lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = "inside", Description = "new" })).Succeeded();
        Assert.Equal("""["sg-web"]""", kept.Result["VpcConfig"]!["SecurityGroupIds"]!.ToJsonString());
    }

    [Fact]
    public async Task A_function_whose_network_is_declared_no_more_is_kept_and_not_run()
    {
        await using var machine = await PretendMachine.StartAsync();
        await WithServerAsync(machine, Networks, async (server, lambda) => (await lambda.CallAsync("CreateFunction", RequestOf(
            lambda, await PythonOfAsync(machine, server), "inside", new { SubnetIds = new[] { "subnet-1" }, SecurityGroupIds = new[] { "sg-web" } }, null))).Succeeded());

        await WithServerAsync(machine, Networks.Replace("sg-web", "sg-other", StringComparison.Ordinal), async (_, lambda) =>
            (await lambda.CallAsync("Invoke", new { FunctionName = "inside" })).IsRefused(502, "InvalidSecurityGroupIDException",
                $"The function is connected with security group sg-web of vpc-1, which is not declared any more. {HowTo}; or update the function's VpcConfig."));

        await WithServerAsync(machine, null, async (_, lambda) =>
        {
            (await lambda.CallAsync("Invoke", new { FunctionName = "inside" })).IsRefused(502, "InvalidSubnetIDException",
                $"The function is connected to subnet subnet-1 of vpc-1, which is not declared any more. {HowTo}; or update the function's VpcConfig.");
            Assert.Equal("vpc-1", (string?)(await lambda.CallAsync("GetFunctionConfiguration", new { FunctionName = "inside" })).Result["VpcConfig"]!["VpcId"]);
        });

        await WithServerAsync(machine, Networks, async (_, lambda) => (await lambda.InvokeAsync("inside")).Succeeded());
    }

    private static async Task<JsonNode?> UpdateAsync(Lambda lambda, string[] subnets, string[] groups)
    {
        var vpc = new { SubnetIds = subnets, SecurityGroupIds = groups };
        var answer = (await lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = "inside", VpcConfig = vpc })).Succeeded();
        await lambda.SettledAsync("inside");
        return answer.Result["VpcConfig"];
    }

    private static object RequestOf(Lambda lambda, string python, string name, object? vpc, object? variables)
    {
        var source = FunctionSource.Python(python, Dial);
        return new
        {
            FunctionName = name,
            source.Runtime,
            source.Handler,
            lambda.Role,
            Code = new { ZipFile = source.Package },
            Timeout = 60,
            VpcConfig = vpc,
            Environment = variables is null ? null : new { Variables = variables },
        };
    }

    private static string Sorted(JsonNode? vpc) =>
        new JsonObject(((string[])["SubnetIds", "SecurityGroupIds", "VpcId", "Ipv6AllowedForDualStack"]).Select(name => KeyValuePair.Create(name, vpc![name]?.DeepClone()))).ToJsonString();

    private static async Task<string> PythonOfAsync(PretendMachine machine, ServerProcess server) => (await AskAsync(machine, server, "health"))["runtimes"]!.AsArray()
        .Select(runtime => (string)runtime!["identifier"]!).First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));

    private static async Task<JsonNode> AskAsync(PretendMachine machine, ServerProcess server, string what) =>
        JsonNode.Parse(await PretendMachine.ShellAsync(machine.Inside("curl", "--silent", $"{server.Address}_brasa/{what}")))!;

    private async Task WithServerAsync(PretendMachine machine, string? networks, Func<ServerProcess, Lambda, Task> work)
    {
        await using var server = await ServerProcess.StartOnAsync(machine, data.Path, networks is null ? [] : ["--networks", Write(networks)]);
        await using (var sdk = SdkDriver.Boto3(server.Address, machine)) await work(server, new Lambda(sdk, "123456789012"));
        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
    }

    private string Write(string networks)
    {
        var file = Path.Combine(files.Path, "networks.json");
        File.WriteAllText(file, networks);
        return file;
    }
}
