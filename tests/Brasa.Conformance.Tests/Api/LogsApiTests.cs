using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

/// <summary>CloudWatch Logs through boto3.</summary>
public sealed class LogsApiTests(SharedServer server) : ConformanceTest(server)
{
    private const string Group = "/test/group", Stream = "stream";

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private AwsClient Logs => Lambda.Logs;

    [Fact]
    public async Task What_is_put_is_read_page_by_page()
    {
        await CreateAsync();
        var now = Now;
        await Logs.DoAsync("PutLogEvents", new { logGroupName = Group, logStreamName = Stream, logEvents = Enumerable.Range(0, 5).Select(i => new { timestamp = now + i, message = $"line {i} é" }) });

        var read = new List<string>();
        string? token = null, last;
        do
        {
            last = token;
            var page = await Logs.DoAsync("GetLogEvents", Given(new { logGroupName = Group, logStreamName = Stream, startFromHead = true, limit = 2 }, ("nextToken", token)));
            read.AddRange(page["events"]!.AsArray().Select(item => (string)item!["message"]!));
            token = (string)page["nextForwardToken"]!;
        }
        while (token != last);

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"line {i} é"), read);
        var filtered = await Logs.DoAsync("FilterLogEvents", new { logGroupName = Group, filterPattern = "\"line 3\"" });
        Assert.Equal("line 3 é", (string?)filtered["events"]!.AsArray().Single()!["message"]);
    }

    [Fact]
    public async Task Groups_and_streams_are_described()
    {
        await CreateAsync();
        await Logs.DoAsync("PutRetentionPolicy", new { logGroupName = Group, retentionInDays = 7 });
        var group = (await Logs.DoAsync("DescribeLogGroups", new { logGroupNamePrefix = "/test" }))["logGroups"]!.AsArray().Single()!;
        var stream = (await Logs.DoAsync("DescribeLogStreams", new { logGroupName = Group }))["logStreams"]!.AsArray().Single()!;

        Assert.Equal((Group, 7, $"arn:aws:logs:us-east-1:{Lambda.Account}:log-group:{Group}:*"), ((string)group["logGroupName"]!, (int)group["retentionInDays"]!, (string)group["arn"]!));
        Assert.Equal(Stream, (string?)stream["logStreamName"]);
        await Logs.DoAsync("DeleteLogGroup", new { logGroupName = Group });
        (await Logs.CallAsync("DescribeLogStreams", new { logGroupName = Group })).IsRefused(400, "ResourceNotFoundException", "The specified log group does not exist.");
    }

    [Fact]
    public async Task Errors_are_AWS_s_own()
    {
        await CreateAsync();

        (await Logs.CallAsync("CreateLogGroup", new { logGroupName = Group })).IsRefused(400, "ResourceAlreadyExistsException", "The specified log group already exists");
        (await Logs.CallAsync("CreateLogGroup", new { logGroupName = "a b" })).IsRefused(
            400, "InvalidParameterException", @"1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+");
        (await Logs.CallAsync("CreateExportTask", new { logGroupName = Group })).IsRefused(501, "NotImplementedException", "logs:CreateExportTask is not implemented.");
    }

    [Fact]
    public async Task A_function_logs_into_a_group_of_its_own_that_comes_back_once_deleted()
    {
        await Lambda.CreateAsync("writer", Python("def handler(event, context): print(f'hello {event}')"));
        var log = new FunctionLog(Lambda, "writer");
        for (var call = 0; call < 2; call++)
        {
            (await Lambda.InvokeAsync("writer", $"{call}")).Succeeded();
            await log.ContainAsync($"hello {call}");
            Assert.Contains(await log.LinesAsync(), line => line.StartsWith("START RequestId: ", StringComparison.Ordinal));
            await Logs.DoAsync("DeleteLogGroup", new { logGroupName = "/aws/lambda/writer" });
            Assert.Empty(await log.LinesAsync());
        }
    }

    [Fact]
    public async Task A_function_is_told_of_events_that_a_subscription_filter_matches()
    {
        await CreateAsync();
        await Lambda.CreateAsync("told", Python("import base64, gzip, json\ndef handler(event, context):\n    for item in json.loads(gzip.decompress(base64.b64decode(event['awslogs']['data'])))['logEvents']: print('told of', item['message'])"));
        var filter = new { logGroupName = Group, filterName = "errors", filterPattern = "ERROR", destinationArn = Lambda.ArnOf("told") };
        (await Logs.CallAsync("PutSubscriptionFilter", filter)).IsRefused(
            400, "InvalidParameterException", "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.");
        (await Lambda.CallAsync("AddPermission", new
        {
            FunctionName = "told", StatementId = "logs", Action = "lambda:InvokeFunction", Principal = "logs.amazonaws.com", SourceArn = $"arn:aws:logs:us-east-1:{Lambda.Account}:log-group:{Group}:*",
        })).Succeeded();
        await Logs.DoAsync("PutSubscriptionFilter", filter);

        await Logs.DoAsync("PutLogEvents", new { logGroupName = Group, logStreamName = Stream, logEvents = new[] { new { timestamp = Now, message = "fine" }, new { timestamp = Now + 1, message = "ERROR 1" } } });

        await new FunctionLog(Lambda, "told").ContainAsync("told of ERROR 1");
        Assert.DoesNotContain("told of fine", await new FunctionLog(Lambda, "told").LinesAsync());
    }

    [Fact]
    public async Task An_account_sees_nothing_of_another()
    {
        await CreateAsync();
        var other = new AwsClient(Server.Boto3, "logs", new Keys("210987654321", "secret"));

        Assert.Empty((await other.DoAsync("DescribeLogGroups", new { logGroupNamePrefix = "/test" }))["logGroups"]!.AsArray());
        var arn = $"arn:aws:logs:us-east-1:{Lambda.Account}:log-group:{Group}";
        foreach (var (operation, request) in new (string, object)[]
        {
            ("FilterLogEvents", new { logGroupIdentifier = arn }), ("GetLogEvents", new { logGroupIdentifier = arn, logStreamName = Stream }), ("TagResource", new { resourceArn = arn, tags = new { a = "b" } }),
            ("ListTagsForResource", new { resourceArn = arn }), ("DescribeLogStreams", new { logGroupIdentifier = arn }), ("PutLogGroupDeletionProtection", new { logGroupIdentifier = arn, deletionProtectionEnabled = true }),
        }) Assert.Equal((400, "AccessDeniedException"), await StatusOfAsync(other, operation, request));
    }

    private static async Task<(int Status, string? Code)> StatusOfAsync(AwsClient client, string operation, object request)
    {
        var answer = await client.CallAsync(operation, request);
        return (answer.Status, answer.Code);
    }

    private async Task CreateAsync()
    {
        await Logs.DoAsync("CreateLogGroup", new { logGroupName = Group });
        await Logs.DoAsync("CreateLogStream", new { logGroupName = Group, logStreamName = Stream });
    }

    /// <summary>Parameters with one more, where it has a value.</summary>
    private static JsonObject Given(object parameters, (string Name, string? Value) more)
    {
        var all = System.Text.Json.JsonSerializer.SerializeToNode(parameters)!.AsObject();
        if (more.Value is not null) all[more.Name] = more.Value;
        return all;
    }
}
