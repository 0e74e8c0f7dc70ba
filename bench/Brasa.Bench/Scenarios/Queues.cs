using System.Diagnostics;
using System.Text.Json.Nodes;
using Brasa.Bench.Results;
using Microsoft.Data.Sqlite;

namespace Brasa.Bench.Scenarios;

/// <summary>How many messages a second are accepted durably, and how many go through a queue: sent, received and deleted. Held against commits of a row each to SQLite, as durable.</summary>
internal static class Queues
{
    private const int Clients = 64;
    private const int Batch = 10;

    private static readonly string Body = new('x', 256);

    public static async Task<IReadOnlyList<Row>> RunAsync(Subject subject, CancellationToken ct)
    {
        subject.Say("queues: sending, receiving and deleting");
        var time = TimeSpan.FromSeconds(subject.Sampling.RoundSeconds);
        var (commits, accepts, cycles) = (new List<double>(), new List<double>(), new List<double>());
        // The first round is the compilers'.
        for (var round = 0; round <= subject.Sampling.Rounds; round++)
        {
            // A queue of its own: what one round leaves does not weigh on the next.
            var queue = $"bench-{round}";
            await subject.Server.CallQueueAsync("CreateQueue", new JsonObject { ["QueueName"] = queue }, ct);
            var figures = (Commit(Path.Combine(subject.Scratch.Make($"sqlite-{round}"), "raw.db"), time),
                await LoadAsync(time, () => SendAsync(subject, queue, ct)), await LoadAsync(time, () => CycleAsync(subject, queue, ct)));
            await subject.Server.CallQueueAsync("DeleteQueue", new JsonObject { ["QueueUrl"] = queue }, ct);
            if (round == 0) continue;
            commits.Add(figures.Item1);
            accepts.Add(figures.Item2);
            cycles.Add(figures.Item3);
        }

        return [Row("queues/accepted", commits, accepts), Row("queues/through", commits, cycles)];
    }

    private static Row Row(string name, List<double> commits, List<double> messages) => new(
        name, "1/s", "SQLite commits", Figure.Median(commits), Figure.Median(messages), Comparison.Ratio, Figure.Median(messages.Zip(commits, (mine, raw) => mine / raw)), null);

    /// <summary>Commits of one row each, one after the other, in as many as fit into the time.</summary>
    private static double Commit(string path, TimeSpan time)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE message (id INTEGER PRIMARY KEY, body TEXT NOT NULL)";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO message (body) VALUES ($body)";
        command.Parameters.AddWithValue("$body", Body);
        command.Prepare();
        var (count, started) = (0, Stopwatch.GetTimestamp());
        for (; Stopwatch.GetElapsedTime(started) < time; count++) command.ExecuteNonQuery();
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Messages a second of many clients, each of which does what it does again and again.</summary>
    private static async Task<double> LoadAsync(TimeSpan time, Func<Task<int>> once)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            var count = 0;
            while (Stopwatch.GetElapsedTime(started) < time) count += await once();
            return count;
        }));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<int> SendAsync(Subject subject, string queue, CancellationToken ct)
    {
        await subject.Server.CallQueueAsync("SendMessage", new JsonObject { ["QueueUrl"] = queue, ["MessageBody"] = Body }, ct);
        return 1;
    }

    private static async Task<int> CycleAsync(Subject subject, string queue, CancellationToken ct)
    {
        JsonArray Entries(Func<int, JsonObject> entry, int count) => new([.. Enumerable.Range(0, count).Select(i => (JsonNode)entry(i))]);

        await subject.Server.CallQueueAsync("SendMessageBatch", new JsonObject { ["QueueUrl"] = queue, ["Entries"] = Entries(i => new JsonObject { ["Id"] = $"{i}", ["MessageBody"] = Body }, Batch) }, ct);
        var received = await subject.Server.CallQueueAsync("ReceiveMessage", new JsonObject { ["QueueUrl"] = queue, ["MaxNumberOfMessages"] = Batch }, ct);
        if (received?["Messages"] is not JsonArray { Count: > 0 } messages) return 0;
        await subject.Server.CallQueueAsync("DeleteMessageBatch", new JsonObject { ["QueueUrl"] = queue, ["Entries"] = Entries(i => new JsonObject { ["Id"] = $"{i}", ["ReceiptHandle"] = (string)messages[i]!["ReceiptHandle"]! }, messages.Count) }, ct);
        return messages.Count;
    }
}
