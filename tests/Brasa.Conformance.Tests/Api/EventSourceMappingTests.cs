using System.Text.Json;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

public sealed class EventSourceMappingTests(SharedServer server) : ConformanceTest(server)
{
    private const string Name = "mapped";

    /// <summary>Sends the event it got to the queue <c>seen</c> and answers, or fails, as the messages ask it to.</summary>
    private const string Code = """
        import json, os, urllib.parse, urllib.request
        def handler(event, context):
            queue = os.environ["AWS_ENDPOINT_URL"] + "/" + context.invoked_function_arn.split(":")[4] + "/seen"
            form = {"Action": "SendMessage", "Version": "2012-11-05", "QueueUrl": queue, "MessageBody": json.dumps(event)}
            urllib.request.urlopen(queue, urllib.parse.urlencode(form).encode()).read()
            bodies = [record["body"] for record in event["Records"]]
            if "raise" in bodies: raise Exception("as asked")
            return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in event["Records"] if record["body"] == "fail"]}
        """;

    [Fact]
    public async Task Messages_reach_the_function_as_AWS_s_records_and_are_gone_afterwards()
    {
        var queue = await CreateAsync("source");
        var mapping = await MapAsync(queue);
        Assert.Equal(("Creating", 10, 0), (mapping.Text("State"), (int)mapping.Result["BatchSize"]!, (int)mapping.Result["MaximumBatchingWindowInSeconds"]!));
        Assert.Equal(Lambda.ArnOf(Name), mapping.Text("FunctionArn"));

        (await SqsAsync("SendMessage", new
        {
            QueueUrl = queue, MessageBody = "hello", MessageAttributes = new { colour = new { DataType = "String", StringValue = "red" } },
        })).Succeeded();

        var record = (await NextAsync())["Records"]![0]!;
        Assert.Equal(("hello", "aws:sqs", ArnOf("source"), Lambda.Region), ((string)record["body"]!, (string)record["eventSource"]!, (string)record["eventSourceARN"]!, (string)record["awsRegion"]!));
        Assert.Equal("5d41402abc4b2a76b9719d911017c592", (string)record["md5OfBody"]!);
        Assert.Equal("1", (string)record["attributes"]!["ApproximateReceiveCount"]!);
        Assert.Equal("red", (string)record["messageAttributes"]!["colour"]!["stringValue"]!);
        await Eventually.TrueAsync(async () => await CountAsync(queue) == (0, 0), "The message was never removed.");
        await Eventually.TrueAsync(async () => (await GetAsync(mapping)).Text("LastProcessingResult") == "OK", "The mapping never told its success.");
        Assert.Equal("Enabled", (await GetAsync(mapping)).Text("State"));
    }

    [Fact]
    public async Task What_filters_leave_out_is_removed_without_the_function()
    {
        var queue = await CreateAsync("source");
        await MapAsync(queue, new { Filters = new[] { new { Pattern = """{"body":{"code":["B"]}}""" } } });
        foreach (var body in (string[])["""{"code":"A"}""", "plain", """{"code":"B"}"""])
            (await SqsAsync("SendMessage", new { QueueUrl = queue, MessageBody = body })).Succeeded();

        Assert.Equal("""{"code":"B"}""", (string)Assert.Single((await NextAsync())["Records"]!.AsArray())!["body"]!);
        await Eventually.TrueAsync(async () => await CountAsync(queue) == (0, 0), "The messages were never removed.");
    }

    [Fact]
    public async Task Records_that_fail_come_again_and_end_in_the_dead_letter_queue()
    {
        (await SqsAsync("CreateQueue", new { QueueName = "dead" })).Succeeded();
        var policy = JsonSerializer.Serialize(new { deadLetterTargetArn = ArnOf("dead"), maxReceiveCount = 2 });
        var queue = await CreateAsync("source", new { VisibilityTimeout = "3", RedrivePolicy = policy });
        await MapAsync(queue, reports: true);
        (await SqsAsync("SendMessageBatch", new
        {
            QueueUrl = queue, Entries = new[] { new { Id = "1", MessageBody = "good" }, new { Id = "2", MessageBody = "fail" } },
        })).Succeeded();

        await Eventually.TrueAsync(async () => await CountAsync(UrlOf(queue, "dead")) == (1, 0), "Nothing reached the dead-letter queue.");
        var dead = (await SqsAsync("ReceiveMessage", new { QueueUrl = UrlOf(queue, "dead") })).Succeeded();
        Assert.Equal("fail", (string)dead.Result["Messages"]![0]!["Body"]!);
        Assert.Equal((0, 0), await CountAsync(queue));
    }

    [Fact]
    public async Task Messages_of_a_group_are_handled_in_their_order_also_after_a_failure()
    {
        var queue = await CreateAsync("source.fifo", new { FifoQueue = "true", ContentBasedDeduplication = "true", VisibilityTimeout = "3" });
        for (var i = 0; i < 25; i++) (await SqsAsync("SendMessage", new { QueueUrl = queue, MessageBody = $"{i}", MessageGroupId = "g" })).Succeeded();
        await MapAsync(queue);

        var seen = new List<string>();
        while (seen.Count < 25) seen.AddRange((await NextAsync())["Records"]!.AsArray().Select(record => (string)record!["body"]!));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{i}"), seen);
    }

    [Fact]
    public async Task A_mapping_that_is_disabled_leaves_messages_where_they_are()
    {
        var queue = await CreateAsync("source");
        var mapping = await MapAsync(queue);
        await StateAsync(mapping, "Enabled");
        Assert.Equal("Disabling", (await Lambda.CallAsync("UpdateEventSourceMapping", new { UUID = mapping.Text("UUID"), Enabled = false })).Succeeded().Text("State"));
        await StateAsync(mapping, "Disabled");
        (await SqsAsync("SendMessage", new { QueueUrl = queue, MessageBody = "waits" })).Succeeded();
        Assert.Equal((1, 0), await CountAsync(queue));

        (await Lambda.CallAsync("UpdateEventSourceMapping", new { UUID = mapping.Text("UUID"), Enabled = true, BatchSize = 1 })).Succeeded();
        Assert.Equal("waits", (string)(await NextAsync())["Records"]![0]!["body"]!);
        Assert.Equal(1, (int)(await GetAsync(mapping)).Result["BatchSize"]!);
    }

    [Fact]
    public async Task Mappings_are_listed_by_function_and_source_and_are_gone_once_deleted()
    {
        var first = await MapAsync(await CreateAsync("one"));
        (await SqsAsync("CreateQueue", new { QueueName = "two" })).Succeeded();
        var second = await MapAsync("two");

        Assert.Equal(new[] { first.Text("UUID"), second.Text("UUID") }.Order(), (await ListAsync(new { FunctionName = Name })).Order());
        Assert.Equal([second.Text("UUID")], await ListAsync(new { EventSourceArn = ArnOf("two") }));
        Assert.Empty(await ListAsync(new { FunctionName = $"{Name}:live" }));

        await StateAsync(first, "Enabled");
        Assert.Equal("Deleting", (await Lambda.CallAsync("DeleteEventSourceMapping", new { UUID = first.Text("UUID") })).Succeeded().Text("State"));
        await Eventually.TrueAsync(async () => (await ListAsync(new { })).Count == 1, "The mapping was never gone.");
        (await Lambda.CallAsync("GetEventSourceMapping", new { UUID = first.Text("UUID") })).IsRefused(404, "ResourceNotFoundException", "The resource you requested does not exist.");
    }

    [Fact]
    public async Task A_mapping_has_tags()
    {
        var mapping = await MapAsync(await CreateAsync("source"));
        (await Lambda.CallAsync("TagResource", new { Resource = mapping.Text("EventSourceMappingArn"), Tags = new { team = "blue" } })).Succeeded();
        var tags = (await Lambda.CallAsync("ListTags", new { Resource = mapping.Text("EventSourceMappingArn") })).Succeeded();
        Assert.Equal("blue", (string?)tags.Result["Tags"]!["team"]);
    }

    [Fact]
    public async Task What_cannot_be_mapped_is_refused_in_AWS_s_words()
    {
        var queue = await CreateAsync("source", new { VisibilityTimeout = "5" });
        await Lambda.CreateAsync("slow", Python("def handler(event, context): pass"), timeout: 6);
        var mapping = await MapAsync(queue);

        (await TryMapAsync(new { FunctionName = Name, EventSourceArn = ArnOf("source") })).IsRefused(409, "ResourceConflictException",
            $"An event source mapping with SQS arn (\" {ArnOf("source")} \") and function (\" {Name} \") already exists. Please update or delete the existing mapping with UUID {mapping.Text("UUID")}");
        (await TryMapAsync(new { FunctionName = "none", EventSourceArn = ArnOf("source") })).IsRefused(404, "ResourceNotFoundException", $"Function not found: {Lambda.ArnOf("none")}");
        (await TryMapAsync(new { FunctionName = "slow", EventSourceArn = ArnOf("source") })).IsRefused(400, "InvalidParameterValueException",
            "Queue visibility timeout: 5 seconds is less than Function timeout: 6 seconds");
        (await TryMapAsync(new { FunctionName = Name, EventSourceArn = ArnOf("none") })).IsRefused(400, "InvalidParameterValueException",
            "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.");
        (await TryMapAsync(new { FunctionName = "slow", EventSourceArn = ArnOf("source"), BatchSize = 11 })).IsRefused(400, "InvalidParameterValueException",
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");
        (await TryMapAsync(new { FunctionName = "slow", EventSourceArn = ArnOf("source"), StartingPosition = "LATEST" })).IsRefused(400, "InvalidParameterValueException",
            "StartingPosition is not supported for SQS event sources.");
        const string other = "210987654321";
        var others = new AwsClient(Server.Boto3, "sqs", new Keys(other, "secret"));
        await others.DoAsync("CreateQueue", new { QueueName = "theirs" });
        (await TryMapAsync(new { FunctionName = "slow", EventSourceArn = $"arn:aws:sqs:{Lambda.Region}:{other}:theirs" })).IsRefused(400, "InvalidParameterValueException",
            "The provided execution role does not have permissions to call ReceiveMessage on SQS");
        await others.DoAsync("DeleteQueue", new { QueueUrl = "theirs" });
        Assert.Equal(400, (await TryMapAsync(new { FunctionName = Name, EventSourceArn = ArnOf("source"), FilterCriteria = new { Filters = new[] { new { Pattern = "{}" } } } })).Status);
        Assert.Equal(501, (await TryMapAsync(new { FunctionName = Name, EventSourceArn = $"arn:aws:kinesis:{Lambda.Region}:{Lambda.Account}:stream/s" })).Status);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var id in await ListAsync(new { })) await Lambda.CallAsync("DeleteEventSourceMapping", new { UUID = id });
        foreach (var url in ((await SqsAsync("ListQueues", new { })).Succeeded().Result["QueueUrls"]?.AsArray() ?? []).Select(url => (string)url!))
            (await SqsAsync("DeleteQueue", new { QueueUrl = url })).Succeeded();
        await base.DisposeAsync();
    }

    private string ArnOf(string queue) => $"arn:aws:sqs:{Lambda.Region}:{Lambda.Account}:{queue}";

    private static string UrlOf(string queueUrl, string other) => $"{queueUrl[..queueUrl.LastIndexOf('/')]}/{other}";

    private Task<Answer> SqsAsync(string operation, object parameters) => Lambda.Queues.CallAsync(operation, parameters);

    /// <summary>Creates the function, the queue that it tells what it has seen, and a queue to be mapped; returns its URL.</summary>
    private async Task<string> CreateAsync(string queue, object? attributes = null)
    {
        await Lambda.CreateAsync(Name, Python(Code), timeout: 3);
        (await SqsAsync("CreateQueue", new { QueueName = "seen" })).Succeeded();
        return (await SqsAsync("CreateQueue", new { QueueName = queue, Attributes = attributes ?? new { } })).Succeeded().Text("QueueUrl")!;
    }

    private async Task<Answer> MapAsync(string queue, object? criteria = null, bool reports = false) => (await TryMapAsync(new
    {
        FunctionName = Name,
        EventSourceArn = ArnOf(queue.Split('/')[^1]),
        FilterCriteria = criteria ?? new { },
        FunctionResponseTypes = reports ? ["ReportBatchItemFailures"] : Array.Empty<string>(),
    })).Succeeded();

    private Task<Answer> TryMapAsync(object parameters) => Lambda.CallAsync("CreateEventSourceMapping", parameters);

    private async Task<Answer> GetAsync(Answer mapping) => (await Lambda.CallAsync("GetEventSourceMapping", new { UUID = mapping.Text("UUID") })).Succeeded();

    private async Task<IReadOnlyList<string?>> ListAsync(object parameters) =>
        [.. (await Lambda.CallAsync("ListEventSourceMappings", parameters)).Succeeded().Result["EventSourceMappings"]!.AsArray().Select(mapping => (string?)mapping!["UUID"])];

    private Task StateAsync(Answer mapping, string state) =>
        Eventually.TrueAsync(async () => (await GetAsync(mapping)).Text("State") == state, $"The mapping was never {state}.");

    /// <summary>The next event that the function has seen.</summary>
    private async Task<JsonNode> NextAsync()
    {
        var seen = (await SqsAsync("GetQueueUrl", new { QueueName = "seen" })).Succeeded().Text("QueueUrl");
        JsonNode? message = null;
        await Eventually.TrueAsync(
            async () => (message = (await SqsAsync("ReceiveMessage", new { QueueUrl = seen, WaitTimeSeconds = 20 })).Succeeded().Result["Messages"]?[0]) is not null, "The function has seen nothing.");
        (await SqsAsync("DeleteMessage", new { QueueUrl = seen, ReceiptHandle = (string)message!["ReceiptHandle"]! })).Succeeded();
        return JsonNode.Parse((string)message["Body"]!)!;
    }

    private async Task<(int Visible, int InFlight)> CountAsync(string queue)
    {
        var attributes = (await SqsAsync("GetQueueAttributes", new
        {
            QueueUrl = queue, AttributeNames = new[] { "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible" },
        })).Succeeded().Result["Attributes"]!;
        return (int.Parse((string)attributes["ApproximateNumberOfMessages"]!, null), int.Parse((string)attributes["ApproximateNumberOfMessagesNotVisible"]!, null));
    }
}
