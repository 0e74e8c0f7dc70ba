using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

/// <summary>SQS as boto3 of before the JSON protocol speaks it: forms in, XML out. It checks the digests of all it sends and receives.</summary>
public sealed class SqsTests(SharedServer server) : ConformanceTest(server)
{
    private AwsClient Sqs => new(Server.Boto3, "sqs", new Keys(Lambda.Account, "secret"));

    private async Task<string> CreateAsync(string name, object? attributes = null) =>
        (string)(await Sqs.DoAsync("CreateQueue", new { QueueName = name, Attributes = attributes ?? new { } }))["QueueUrl"]!;

    private async Task<JsonArray> ReceiveAsync(string url, int most = 10) =>
        (await Sqs.DoAsync("ReceiveMessage", new { QueueUrl = url, MaxNumberOfMessages = most, AttributeNames = new[] { "All" }, MessageAttributeNames = new[] { "All" } }))["Messages"]?.AsArray() ?? [];

    [Fact]
    public async Task A_message_is_sent_received_and_deleted_with_its_attributes()
    {
        var url = await CreateAsync("q");
        Assert.Equal($"{Server.Address}{Lambda.Account}/q", url);
        await Sqs.DoAsync("SendMessage", new
        {
            QueueUrl = url, MessageBody = "<ä & b>",
            MessageAttributes = new { text = new { DataType = "String", StringValue = "v" }, bytes = new { DataType = "Binary.x", BinaryValue = new byte[] { 0, 255 } } },
            MessageSystemAttributes = new { AWSTraceHeader = new { DataType = "String", StringValue = "Root=1-2-3" } },
        });

        var message = Assert.Single(await ReceiveAsync(url))!;
        Assert.Equal("<ä & b>", (string)message["Body"]!);
        Assert.Equal(("v", "Binary.x"), ((string)message["MessageAttributes"]!["text"]!["StringValue"]!, (string)message["MessageAttributes"]!["bytes"]!["DataType"]!));
        Assert.Equal(("1", "Root=1-2-3", Lambda.Account), ((string)message["Attributes"]!["ApproximateReceiveCount"]!, (string)message["Attributes"]!["AWSTraceHeader"]!, (string)message["Attributes"]!["SenderId"]!));

        await Sqs.DoAsync("DeleteMessage", new { QueueUrl = url, ReceiptHandle = (string)message["ReceiptHandle"]! });
        var counts = (await Sqs.DoAsync("GetQueueAttributes", new { QueueUrl = url, AttributeNames = new[] { "All" } }))["Attributes"]!;
        Assert.Equal(("0", "0", "345600", $"arn:aws:sqs:us-east-1:{Lambda.Account}:q"),
            ((string)counts["ApproximateNumberOfMessages"]!, (string)counts["ApproximateNumberOfMessagesNotVisible"]!, (string)counts["MessageRetentionPeriod"]!, (string)counts["QueueArn"]!));
    }

    [Fact]
    public async Task Batches_tell_what_went_well_and_what_did_not()
    {
        var url = await CreateAsync("q.fifo", new { FifoQueue = "true" });
        var sent = await Sqs.DoAsync("SendMessageBatch", new
        {
            QueueUrl = url,
            Entries = new object[] { new { Id = "1", MessageBody = "a", MessageGroupId = "g", MessageDeduplicationId = "1" }, new { Id = "2", MessageBody = "b" }, new { Id = "3", MessageBody = "c", MessageGroupId = "g", MessageDeduplicationId = "3" } },
        });
        Assert.Equal(["1", "3"], sent["Successful"]!.AsArray().Select(entry => (string)entry!["Id"]!));
        Assert.Equal(("2", "MissingParameter", true), ((string)sent["Failed"]![0]!["Id"]!, (string)sent["Failed"]![0]!["Code"]!, (bool)sent["Failed"]![0]!["SenderFault"]!));

        var messages = await ReceiveAsync(url);
        Assert.Equal(["a", "c"], messages.Select(message => (string)message!["Body"]!));
        var deleted = await Sqs.DoAsync("DeleteMessageBatch", new { QueueUrl = url, Entries = messages.Select((message, i) => new { Id = $"{i}", ReceiptHandle = (string)message!["ReceiptHandle"]! }) });
        Assert.Equal(2, deleted["Successful"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_wait_ends_with_a_send()
    {
        var url = await CreateAsync("q");
        var waiting = Sqs.DoAsync("ReceiveMessage", new { QueueUrl = url, WaitTimeSeconds = 20 });
        await Sqs.DoAsync("SendMessage", new { QueueUrl = url, MessageBody = "a" });

        Assert.Equal("a", (string)(await waiting)["Messages"]![0]!["Body"]!);
    }

    [Fact]
    public async Task Errors_have_the_codes_that_clients_of_forms_know()
    {
        var url = await CreateAsync("q");
        foreach (var (operation, request, code) in new (string, object, string)[]
        {
            ("SendMessage", new { QueueUrl = "none", MessageBody = "a" }, "AWS.SimpleQueueService.NonExistentQueue"),
            ("SendMessage", new { QueueUrl = url, MessageBody = "" }, "MissingParameter"),
            ("SendMessage", new { QueueUrl = url, MessageBody = "a", DelaySeconds = 901 }, "InvalidParameterValue"),
            ("SendMessage", new { QueueUrl = url, MessageBody = new string('x', 1_048_577) }, "InvalidParameterValue"),
            ("DeleteMessage", new { QueueUrl = url, ReceiptHandle = "x" }, "ReceiptHandleIsInvalid"),
            ("CreateQueue", new { QueueName = "q", Attributes = new { DelaySeconds = "1" } }, "QueueAlreadyExists"),
            ("CreateQueue", new { QueueName = "x", Attributes = new { DelaySeconds = "1000" } }, "InvalidAttributeValue"),
            ("CreateQueue", new { QueueName = "x", Attributes = new { Unknown = "1" } }, "InvalidAttributeName"),
            ("SendMessageBatch", new { QueueUrl = url, Entries = Array.Empty<object>() }, "AWS.SimpleQueueService.EmptyBatchRequest"),
            ("GetQueueAttributes", new { QueueUrl = $"{Server.Address}111122223333/q" }, "AccessDenied"),
        })
        {
            Assert.Equal((operation, code), (operation, (await Sqs.CallAsync(operation, request)).Code));
        }
    }

    [Fact]
    public async Task Queues_are_listed_tagged_permitted_and_deleted()
    {
        var url = await CreateAsync("b");
        await CreateAsync("a");
        Assert.Equal(2, (await Sqs.DoAsync("ListQueues", new { }))["QueueUrls"]!.AsArray().Count);
        await Sqs.DoAsync("TagQueue", new { QueueUrl = url, Tags = new { k = "v", l = "w" } });
        await Sqs.DoAsync("UntagQueue", new { QueueUrl = url, TagKeys = new[] { "l" } });
        Assert.Equal("""{"k":"v"}""", (await Sqs.DoAsync("ListQueueTags", new { QueueUrl = url }))["Tags"]!.ToJsonString());
        await Sqs.DoAsync("AddPermission", new { QueueUrl = url, Label = "l", AWSAccountIds = new[] { "111122223333" }, Actions = new[] { "SendMessage" } });
        Assert.Contains("111122223333", (string)(await Sqs.DoAsync("GetQueueAttributes", new { QueueUrl = url, AttributeNames = new[] { "Policy" } }))["Attributes"]!["Policy"]!, StringComparison.Ordinal);
        await Sqs.DoAsync("RemovePermission", new { QueueUrl = url, Label = "l" });
        await Sqs.DoAsync("DeleteQueue", new { QueueUrl = url });
        Assert.Equal("AWS.SimpleQueueService.QueueDeletedRecently", (await Sqs.CallAsync("CreateQueue", new { QueueName = "b" })).Code);
    }
}
