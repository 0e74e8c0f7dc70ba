using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class CreateFunctionTests(SharedServer server) : ConformanceTest(server)
{
    /// <remarks>AWS Lambda API reference, CreateFunction, and the response that its examples show.</remarks>
    [Fact]
    public async Task What_a_request_leaves_out_gets_AWS_s_defaults()
    {
        var code = Python("def handler(event, context): pass");
        var created = (await Lambda.CallAsync("CreateFunction", new
        {
            FunctionName = "plain",
            code.Runtime,
            code.Handler,
            Lambda.Role,
            Code = new { ZipFile = code.Package },
        })).Succeeded();

        Assert.Equal(201, created.Status);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$", created.Text("LastModified"));
        Assert.Matches("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", created.Text("RevisionId"));
        created.Result.Remove("LastModified");
        created.Result.Remove("RevisionId");
        var expected = JsonNode.Parse($$"""
            {
              "FunctionName": "plain",
              "FunctionArn": "{{Lambda.ArnOf("plain")}}",
              "Runtime": "{{code.Runtime}}",
              "Role": "{{Lambda.Role}}",
              "Handler": "index.handler",
              "CodeSize": {{code.Package.Length}},
              "CodeSha256": "{{Convert.ToBase64String(SHA256.HashData(code.Package))}}",
              "Description": "",
              "Timeout": 3,
              "MemorySize": 128,
              "Version": "$LATEST",
              "TracingConfig": { "Mode": "PassThrough" },
              "State": "Pending",
              "StateReason": "The function is being created.",
              "StateReasonCode": "Creating",
              "PackageType": "Zip",
              "Architectures": [ "x86_64" ],
              "EphemeralStorage": { "Size": 512 },
              "SnapStart": { "ApplyOn": "None", "OptimizationStatus": "Off" },
              "LoggingConfig": { "LogFormat": "Text", "LogGroup": "/aws/lambda/plain" },
              "LastUpdateStatus": "Successful"
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, created.Result), created.Result.ToJsonString());
    }

    [Fact]
    public async Task What_a_request_sets_is_described_again()
    {
        var code = Python("def handler(event, context): pass");
        (await Lambda.CallAsync("CreateFunction", new
        {
            FunctionName = "full",
            code.Runtime,
            code.Handler,
            Lambda.Role,
            Code = new { ZipFile = code.Package },
            Description = "all of it",
            Timeout = 900,
            MemorySize = 10_240,
            EphemeralStorage = new { Size = 10_240 },
            Environment = new { Variables = new { NAME = "ü" } },
            TracingConfig = new { Mode = "Active" },
            LoggingConfig = new { LogFormat = "JSON", ApplicationLogLevel = "WARN", SystemLogLevel = "DEBUG", LogGroup = "elsewhere" },
            Tags = new { team = "red" },
        })).Succeeded();
        await Lambda.SettledAsync("full");

        var function = (await Lambda.CallAsync("GetFunction", new { FunctionName = "full" })).Succeeded().Result;
        var expected = JsonNode.Parse("""
            {
              "Description": "all of it", "Timeout": 900, "MemorySize": 10240, "EphemeralStorage": { "Size": 10240 },
              "Environment": { "Variables": { "NAME": "ü" } }, "TracingConfig": { "Mode": "Active" },
              "LoggingConfig": { "LogFormat": "JSON", "ApplicationLogLevel": "WARN", "SystemLogLevel": "DEBUG", "LogGroup": "elsewhere" },
              "State": "Active"
            }
            """)!.AsObject();
        Assert.All(expected, member => Assert.True(JsonNode.DeepEquals(member.Value, function["Configuration"]![member.Key]), $"{function["Configuration"]![member.Key]}"));
        Assert.Equal("""{"team":"red"}""", function["Tags"]!.ToJsonString());
    }

    [Fact]
    public async Task Code_comes_from_a_bucket_too()
    {
        var (first, second) = (Python("def handler(event, context): return 1"), Python("def handler(event, context): return 2"));
        Server.PutObject($"code-{Lambda.Account}", "team/first.zip", first.Package);
        Server.PutObject($"code-{Lambda.Account}", "team/second.zip", second.Package);
        var key = $"arn:aws:kms:{Lambda.Region}:{Lambda.Account}:key/11111111-2222-3333-4444-555555555555";

        object Request(string key) => new { FunctionName = "stored", first.Runtime, first.Handler, Lambda.Role, Code = new { S3Bucket = $"code-{Lambda.Account}", S3Key = key } };
        (await Lambda.CallAsync("CreateFunction", Request("team/none.zip"))).IsRefused(400, "InvalidParameterValueException",
            "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.");
        (await Lambda.CallAsync("CreateFunction", Request("team/first.zip"))).Succeeded();
        await Lambda.SettledAsync("stored");
        Assert.Equal("1", (await Lambda.InvokeAsync("stored")).Payload);

        (await Lambda.CallAsync("UpdateFunctionCode", new { FunctionName = "stored", S3Bucket = $"code-{Lambda.Account}", S3Key = "team/second.zip", SourceKMSKeyArn = key })).Succeeded();
        await Lambda.SettledAsync("stored");
        Assert.Equal("2", (await Lambda.InvokeAsync("stored")).Payload);
        Assert.Equal(key, (string?)(await Lambda.CallAsync("GetFunction", new { FunctionName = "stored" })).Result["Code"]!["SourceKMSKeyArn"]);
    }
}
