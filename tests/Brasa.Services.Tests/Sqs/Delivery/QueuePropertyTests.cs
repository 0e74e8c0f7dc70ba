using Brasa.Services.Sqs.Delivery;
using Brasa.Services.Tests.Iam.Policies.Support;
using Brasa.Services.Tests.Sqs.Support;
using static Brasa.Services.Tests.Sqs.Support.StoredQueues;

namespace Brasa.Services.Tests.Sqs.Delivery;

/// <summary>Random sends, receives, deletions, timeouts, jumps of the clock, full disks, restarts and kills, against a simple model of what a queue must keep.</summary>
public sealed class QueuePropertyTests
{
    private const int Steps = 300;

    [Theory]
    [InlineData("q")]
    [InlineData("q.fifo")]
    public void Nothing_is_lost_nothing_comes_back_and_groups_keep_their_order(string name) => Iterations.Run(30, random => Play(name, random));

    private static void Play(string name, Random random)
    {
        using var run = new Run(name, random);
        run.PlayAsync().GetAwaiter().GetResult();
    }

    private sealed class Run(string name, Random random) : IDisposable
    {
        private readonly Dictionary<string, List<Guid>> groups = new() { ["a"] = [], ["b"] = [], ["c"] = [] };
        private readonly Dictionary<Guid, DeliveredMessage> receipts = [];
        private readonly Dictionary<string, (Guid Id, DateTimeOffset At)> ids = [];
        private readonly StoredQueues all = new(cacheBytes: 2_000);
        private Queue queue = null!;

        private bool IsFifo => queue.Name.IsFifo;

        public void Dispose() => all.Dispose();

        public async Task PlayAsync()
        {
            queue = await all.CreateAsync(name, ("VisibilityTimeout", "20"));
            for (var step = 0; step < Steps; step++) await StepAsync();
            await DrainAsync();
        }

        private async Task StepAsync()
        {
            switch (random.Next(12))
            {
                case < 4:
                    await SendAsync();
                    break;
                case < 7:
                    Check(await ReceiveAsync(queue, random.Next(1, 11), random.Next(3) == 0 ? random.Next(0, 60) : null));
                    break;
                case < 9:
                    await DeleteAsync();
                    break;
                case 9:
                    if (receipts.Count > 0) queue.ChangeVisibility(Any().Receipt, TimeSpan.FromSeconds(random.Next(0, 40)));
                    break;
                case 10:
                    all.Time.Advance(TimeSpan.FromSeconds(random.Next(0, 30)));
                    all.Wall.Offset = TimeSpan.FromDays(random.Next(-400, 400));
                    break;
                default:
                    await DisturbAsync();
                    break;
            }
        }

        private async Task DisturbAsync()
        {
            switch (random.Next(4))
            {
                case 0:
                    await all.Store.FlushAsync();
                    break;
                case 1:
                    all.Disk.IsFull = true;
                    await Assert.ThrowsAsync<IOException>(() => StoredQueues.SendAsync(queue, "no"));
                    await all.Store.FlushAsync();
                    all.Disk.IsFull = false;
                    break;
                default:
                    // What jumps of the clock do across a restart is told by a test of its own.
                    all.Wall.Offset = TimeSpan.Zero;
                    var isKilled = random.Next(2) == 0;
                    await all.RestartAsync(isKilled);
                    queue = all.Find(name);
                    if (isKilled) receipts.Clear();
                    break;
            }
        }

        private async Task SendAsync()
        {
            var (group, id) = (groups.Keys.ElementAt(random.Next(3)), $"{random.Next(40)}");
            all.Wall.Offset = TimeSpan.Zero;
            var sent = await StoredQueues.SendAsync(queue, id, IsFifo ? group : null, IsFifo ? id : null, IsFifo ? null : random.Next(4) == 0 ? random.Next(0, 20) : null);
            var now = all.Time.GetUtcNow();
            if (IsFifo && ids.TryGetValue(id, out var before) && now - before.At < TimeSpan.FromMinutes(5))
            {
                Assert.Equal(before.Id, sent.MessageId);
                return;
            }

            Assert.DoesNotContain(ids.Values, known => known.Id == sent.MessageId);
            ids[IsFifo ? id : $"{ids.Count}"] = (sent.MessageId, now);
            groups[group].Add(sent.MessageId);
        }

        private async Task DeleteAsync()
        {
            if (receipts.Count == 0) return;
            var one = Any();
            var good = (await queue.DeleteAsync([one.Receipt]))[0];
            receipts.Remove(one.Message.MessageId);
            if (good) Assert.Equal(1, groups.Values.Sum(list => list.Remove(one.Message.MessageId) ? 1 : 0));
            else Assert.True(IsFifo);
        }

        private void Check(IReadOnlyList<DeliveredMessage> batch)
        {
            Assert.Equal(batch.Count, batch.Select(one => one.Message.MessageId).Distinct().Count());
            foreach (var one in batch)
            {
                Assert.Contains(groups.Values, list => list.Contains(one.Message.MessageId));
                receipts[one.Message.MessageId] = one;
            }

            if (!IsFifo) return;
            foreach (var group in batch.GroupBy(one => one.Message.Group!)) Assert.Equal(groups[group.Key].Take(group.Count()), group.Select(one => one.Message.MessageId));
        }

        private DeliveredMessage Any() => receipts.Values.ElementAt(random.Next(receipts.Count));

        private async Task DrainAsync()
        {
            while (groups.Values.Any(list => list.Count > 0))
            {
                all.Time.Advance(TimeSpan.FromSeconds(61));
                var batch = await ReceiveAsync(queue);
                Assert.NotEmpty(batch);
                Check(batch);
                foreach (var one in batch)
                {
                    Assert.NotNull(all.Payloads.Read(one.Message));
                    Assert.True((await queue.DeleteAsync([one.Receipt]))[0]);
                    groups.Values.ToList().ForEach(list => list.Remove(one.Message.MessageId));
                }
            }

            Assert.Equal((0, 0, 0), queue.Count());
            all.Time.Advance(TimeSpan.FromMinutes(5));
            await all.Store.FlushAsync();
            Assert.Equal(0, all.Disk.Count);
        }
    }
}
