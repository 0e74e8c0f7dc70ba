using System.Collections.Concurrent;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Lifecycle;

/// <summary>Servers killed while messages are sent, received and deleted: what was acknowledged is there, what was deleted is not, groups keep their order.</summary>
public sealed class QueueKillTests : IDisposable
{
    private const int Senders = 4;

    private readonly TemporaryDirectory data = new();
    private readonly ConcurrentDictionary<string, bool> sent = new();
    private readonly ConcurrentDictionary<string, bool> deleted = new();
    private readonly ConcurrentDictionary<string, bool> doubtful = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Five_kills_under_load_lose_no_message_and_bring_none_back()
    {
        var ct = TestContext.Current.CancellationToken;
        for (var round = 0; round < 5; round++)
        {
            await using var server = await ServerProcess.StartAsync(data.Path, "--isolation", "none");
            await using var sdk = SdkDriver.Boto3(server.Address);
            var sqs = new AwsClient(sdk, "sqs", new Keys("123456789012", "secret"));
            await sqs.DoAsync("CreateQueue", new { QueueName = "q.fifo", Attributes = new { FifoQueue = "true", VisibilityTimeout = "2" } });
            var load = Enumerable.Range(0, Senders).Select(sender => LoadAsync(sqs, $"{round}-{sender}")).ToArray();
            await Task.Delay(Random.Shared.Next(300, 1_500), ct);
            await server.KillAsync();
            await Task.WhenAll(load);
        }

        await using var last = await ServerProcess.StartAsync(data.Path, "--isolation", "none");
        await using var driver = SdkDriver.Boto3(last.Address);
        var left = await DrainAsync(new AwsClient(driver, "sqs", new Keys("123456789012", "secret")));

        Assert.NotEmpty(sent);
        Assert.Empty(sent.Keys.Except(left).Except(deleted.Keys).Except(doubtful.Keys));
        Assert.Empty(left.Intersect(deleted.Keys));
        foreach (var group in left.GroupBy(text => text.Split(':')[0])) Assert.Equal(group.OrderBy(text => int.Parse(text.Split(':')[1], provider: null)), group);
    }

    /// <summary>Sends in a group of its own and deletes what comes, until the server is gone.</summary>
    private async Task LoadAsync(AwsClient sqs, string group)
    {
        for (var number = 0; ; number++)
        {
            var text = $"{group}:{number}";
            var answer = await sqs.CallAsync("SendMessage", new { QueueUrl = "q.fifo", MessageBody = text, MessageGroupId = group, MessageDeduplicationId = text });
            if (answer.Code is not null) return;
            sent[text] = true;
            var received = await sqs.CallAsync("ReceiveMessage", new { QueueUrl = "q.fifo" });
            if (received.Code is not null) return;
            if (received.Result["Messages"]?[0] is not { } message || number % 3 == 0) continue;
            var body = (string)message["Body"]!;
            doubtful[body] = true; // it may be gone, or not, when nobody answers
            var deletion = await sqs.CallAsync("DeleteMessage", new { QueueUrl = "q.fifo", ReceiptHandle = (string)message["ReceiptHandle"]! });
            if (deletion.Code is null) deleted[body] = true;
            if (deletion.Code is not (null or "InvalidParameterValue")) return;
            doubtful.TryRemove(body, out _);
        }
    }

    private static async Task<List<string>> DrainAsync(AwsClient sqs)
    {
        var left = new List<string>();
        while (true)
        {
            var messages = (await sqs.DoAsync("ReceiveMessage", new { QueueUrl = "q.fifo", MaxNumberOfMessages = 10, WaitTimeSeconds = 4, VisibilityTimeout = 60 }))["Messages"]?.AsArray() ?? [];
            if (messages.Count == 0) return left;
            left.AddRange(messages.Select(message => (string)message!["Body"]!));
            await sqs.DoAsync("DeleteMessageBatch", new { QueueUrl = "q.fifo", Entries = messages.Select((message, i) => new { Id = $"{i}", ReceiptHandle = (string)message!["ReceiptHandle"]! }) });
        }
    }
}
