using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Refusals;

/// <summary>Settings that Lambda does not take, in AWS's words; and nothing is created.</summary>
public sealed class SettingRefusalTests(SharedServer server) : ConformanceTest(server)
{
    private const string Unconfigurable = "Lambda was unable to configure your environment variables because the environment variables you have provided ";

    [Fact]
    public async Task A_name_that_is_taken()
    {
        await Lambda.CreateAsync("taken", Python("def handler(event, context): return 1"));
        (await CreateAsync(request => request["FunctionName"] = "taken")).IsRefused(409, "ResourceConflictException", "Function already exist: taken");
        Assert.Equal("1", (await Lambda.InvokeAsync("taken")).Payload);
    }

    [Theory]
    [InlineData("python1.0")]
    [InlineData("cobol")]
    public async Task A_runtime_that_AWS_does_not_know(string runtime)
    {
        var answer = await CreateAsync(request => request["Runtime"] = runtime);
        Assert.Equal((400, "InvalidParameterValueException"), (answer.Status, answer.Code));
        Assert.StartsWith($"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [", answer.Message, StringComparison.Ordinal);
        Assert.EndsWith("] or be a valid ARN", answer.Message, StringComparison.Ordinal);
        Assert.Empty(await Lambda.ListAsync());
    }

    [Theory]
    [InlineData("python3.6")]
    [InlineData("nodejs12.x")]
    [InlineData("go1.x")]
    public Task A_runtime_that_is_retired(string runtime) => IsRefusedAsync(request => request["Runtime"] = runtime, "InvalidParameterValueException",
        $"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a newer runtime while creating or updating functions.");

    [Fact]
    public Task Environment_variables_of_more_than_4_KB() => IsRefusedAsync(
        request => request["Environment"] = new JsonObject { ["Variables"] = new JsonObject { ["BIG"] = new string('x', 4096) } },
        "InvalidParameterValueException", $$"""{{Unconfigurable}}exceeded the 4KB limit. String measured: {"BIG":"{{new string('x', 4096)}}"}""");

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_SESSION_TOKEN")]
    [InlineData("_HANDLER")]
    [InlineData("LAMBDA_TASK_ROOT")]
    public async Task An_environment_variable_that_is_Lambda_s_own(string name)
    {
        var answer = await CreateAsync(request => request["Environment"] = new JsonObject { ["Variables"] = new JsonObject { [name] = "x" } });
        Assert.Equal(400, answer.Status);

        // The model's pattern refuses a leading underscore before the service looks at the name.
        var (code, message) = name[0] == '_'
            ? ("ValidationException", "[a-zA-Z]([a-zA-Z0-9_])+")
            : ("InvalidParameterValueException", $"{Unconfigurable}contains reserved keys that are currently not supported for modification. Reserved keys used in this request: {name}");
        Assert.Equal(code, answer.Code);
        Assert.Contains(message, answer.Message, StringComparison.Ordinal);
        Assert.Empty(await Lambda.ListAsync());
    }

    [Theory]
    [InlineData("MemorySize", 127, "memorySize", "Member must have value greater than or equal to 128")]
    [InlineData("MemorySize", 10_241, "memorySize", "Member must have value less than or equal to 10240")]
    [InlineData("Timeout", 0, "timeout", "Member must have value greater than or equal to 1")]
    [InlineData("Timeout", 901, "timeout", "Member must have value less than or equal to 900")]
    public Task A_number_out_of_its_range(string member, int value, string path, string constraint) => IsRefusedAsync(
        request => request[member] = value, "ValidationException",
        $"1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: {constraint}");

    [Fact]
    public Task A_handler_with_spaces() => IsRefusedAsync(request => request["Handler"] = "index handler", "ValidationException",
        @"1 validation error detected: Value 'index handler' at 'handler' failed to satisfy constraint: Member must satisfy regular expression pattern: [^\s]+");

    [Fact]
    public Task A_role_that_is_no_ARN() => IsRefusedAsync(request => request["Role"] = "admin", "ValidationException",
        @"1 validation error detected: Value 'admin' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+");

    [Fact]
    public async Task A_missing_role()
    {
        var answer = await CreateAsync(request => request.Remove("Role"));
        Assert.Equal((400, "ValidationException"), (answer.Status, answer.Code));
        Assert.EndsWith("at 'role' failed to satisfy constraint: Member must not be null", answer.Message, StringComparison.Ordinal);
        Assert.Empty(await Lambda.ListAsync());
    }

    [Fact]
    public Task A_missing_handler() => IsRefusedAsync(request => request.Remove("Handler"), "InvalidParameterValueException",
        "Runtime and Handler are mandatory parameters for functions created with deployment packages.");

    [Fact]
    public Task No_code() => IsRefusedAsync(request => request["Code"] = new JsonObject(), "InvalidParameterValueException", "Please provide a source for function code.");

    [Fact]
    public Task A_name_of_more_than_64_characters() => IsRefusedAsync(request => request["FunctionName"] = new string('n', 65), "ValidationException",
        $"1 validation error detected: Value '{new string('n', 65)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64");

    [Fact]
    public async Task Two_errors_are_both_told()
    {
        var answer = await CreateAsync(request => (request["MemorySize"], request["Timeout"]) = (1, 901));
        Assert.StartsWith("2 validation errors detected: ", answer.Message, StringComparison.Ordinal);
        Assert.Contains("'memorySize'", answer.Message, StringComparison.Ordinal);
        Assert.Contains("'timeout'", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Layers", """["arn:aws:lambda:us-east-1:123456789012:layer:x:1"]""")]
    [InlineData("ImageConfig", """{"Command": ["index.handler"]}""")]
    public async Task A_setting_that_is_not_served_is_not_ignored(string member, string value)
    {
        (await CreateAsync(request => request[member] = JsonNode.Parse(value))).IsRefused(
            501, "NotImplementedException", $"{member} is not available on this server yet; the function would run without it. Leave it out.");
        Assert.Empty(await Lambda.ListAsync());
    }

    [Fact]
    public Task A_network_where_the_operator_has_declared_none() => IsRefusedAsync(
        request => request["VpcConfig"] = JsonNode.Parse("""{"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}"""), "InvalidParameterValueException",
        "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID 'subnet-1' does not exist. " +
        "On this server its operator declares networks, with: brasa up --networks FILE");

    [Fact]
    public async Task An_update_that_is_refused_changes_nothing()
    {
        await Lambda.CreateAsync("kept", Python("def handler(event, context): return 1"));
        var refused = await Lambda.CallAsync("UpdateFunctionConfiguration", new { FunctionName = "kept", Description = "new", Timeout = 901 });
        Assert.Equal("ValidationException", refused.Code);
        Assert.Equal("", (await Lambda.CallAsync("GetFunctionConfiguration", new { FunctionName = "kept" })).Text("Description"));
    }

    private async Task IsRefusedAsync(Action<JsonObject> change, string code, string message)
    {
        (await CreateAsync(change)).IsRefused(400, code, message);
        Assert.Empty(await Lambda.ListAsync());
    }

    /// <summary>Sends a good request with one thing changed.</summary>
    private Task<Answer> CreateAsync(Action<JsonObject> change)
    {
        var request = new JsonObject
        {
            ["FunctionName"] = "refused",
            ["Runtime"] = Server.Python,
            ["Handler"] = "index.handler",
            ["Role"] = Lambda.Role,
            ["Code"] = new JsonObject { ["ZipFile"] = new JsonObject { [Bytes.Mark] = Convert.ToBase64String(Zip.Of(("index.py", "x = 1"))) } },
        };
        change(request);
        return Lambda.CallAsync("CreateFunction", request);
    }
}
