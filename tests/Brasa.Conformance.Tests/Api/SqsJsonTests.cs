using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Api;

/// <summary>SQS as clients of today speak it: JSON, with the codes of before in a header.</summary>
public sealed class SqsJsonTests(SharedServer server) : ConformanceTest(server)
{
    private JsonClient Sqs => new(Server.Http, Lambda.Account, "sqs", "AmazonSQS");

    [Fact]
    public async Task A_message_that_nobody_deals_with_goes_to_the_dead_letter_queue_and_back()
    {
        var deadArn = $"arn:aws:sqs:us-east-1:{Lambda.Account}:dead";
        var dead = (string)(await Sqs.DoAsync("CreateQueue", new { QueueName = "dead" }))["QueueUrl"]!;
        var redrive = $$"""{"deadLetterTargetArn":"{{deadArn}}","maxReceiveCount":1}""";
        var url = (string)(await Sqs.DoAsync("CreateQueue", new { QueueName = "q", Attributes = new { RedrivePolicy = redrive, VisibilityTimeout = "0" } }))["QueueUrl"]!;
        await Sqs.DoAsync("SendMessage", new { QueueUrl = url, MessageBody = "ü" });
        Assert.Equal("ü", (string)(await Sqs.DoAsync("ReceiveMessage", new { QueueUrl = url }))["Messages"]![0]!["Body"]!);
        Assert.Equal("{}", (await Sqs.DoAsync("ReceiveMessage", new { QueueUrl = url })).ToJsonString());

        var message = (await Sqs.DoAsync("ReceiveMessage", new { QueueUrl = dead, WaitTimeSeconds = 10, VisibilityTimeout = 0, MessageSystemAttributeNames = new[] { "All" } }))["Messages"]![0]!;
        Assert.Equal(($"arn:aws:sqs:us-east-1:{Lambda.Account}:q", "2"), ((string)message["Attributes"]!["DeadLetterQueueSourceArn"]!, (string)message["Attributes"]!["ApproximateReceiveCount"]!));
        Assert.Equal(url, (string)(await Sqs.DoAsync("ListDeadLetterSourceQueues", new { QueueUrl = dead }))["queueUrls"]![0]!);

        await Sqs.DoAsync("StartMessageMoveTask", new { SourceArn = deadArn });
        var back = (await Sqs.DoAsync("ReceiveMessage", new { QueueUrl = url, WaitTimeSeconds = 10, VisibilityTimeout = 60 }))["Messages"]![0]!;
        await Sqs.DoAsync("DeleteMessage", new { QueueUrl = url, ReceiptHandle = (string)back["ReceiptHandle"]! });
        var task = (await Sqs.DoAsync("ListMessageMoveTasks", new { SourceArn = deadArn }))["Results"]![0]!;
        Assert.Equal((1, deadArn), ((int)task["ApproximateNumberOfMessagesMoved"]!, (string)task["SourceArn"]!));
    }

    [Theory]
    [InlineData("GetQueueUrl", """{"QueueName":"none"}""", "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue;Sender")]
    [InlineData("SendMessage", """{"MessageBody":"a"}""", "MissingRequiredParameterException", "MissingParameter;Sender")]
    [InlineData("CreateQueue", """{"QueueName":"no name"}""", "InvalidParameterValueException", "InvalidParameterValue;Sender")]
    [InlineData("ListQueues", """{"MaxResults":1001}""", "InvalidParameterValueException", "InvalidParameterValue;Sender")]
    public async Task Errors_are_named_as_today_and_in_a_header_as_before(string operation, string body, string type, string before)
    {
        using var response = await Sqs.SendAsync(operation, new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0"));

        Assert.Equal((400, before), ((int)response.StatusCode, Assert.Single(response.Headers.GetValues("x-amzn-query-error"))));
        Assert.Equal(type, (string)(await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["__type"]!);
    }
}
