using Brasa.Services.Sqs.Delivery;
using Brasa.Services.Sqs.Messages;

namespace Brasa.Services.Sqs.MoveTasks;

/// <summary>Moves messages out of dead-letter queues, some at a time: each is removed where it was and added where it goes in one write, as a new message.</summary>
internal sealed class MessageMover(QueueStore queues, PayloadCache payloads, TimeProvider clock)
{
    private const int BatchSize = 10;

    /// <summary>Moves until all are moved that there were at the beginning, or it cannot go on.</summary>
    public async Task<(string Status, string? Reason)> MoveAsync(RunningTask task)
    {
        var plan = task.Now;
        if (queues.Find(plan.SourceArn) is not { } source) return (MoveTask.Failed, "AWS.SimpleQueueService.NonExistentQueue");
        var size = Math.Min(BatchSize, plan.MaxPerSecond ?? BatchSize);
        try
        {
            for (var left = plan.ToMove - plan.Moved; left > 0;)
            {
                task.Stopping.ThrowIfCancellationRequested();
                var taken = source.TakeForMove((int)Math.Min(size, left));
                if (taken.Count == 0) break;
                if (await MoveAsync(taken, source, plan.DestinationArn, task) is { } reason) return (MoveTask.Failed, reason);
                left -= taken.Count;
                if (plan.MaxPerSecond is { } most && left > 0) await Task.Delay(TimeSpan.FromSeconds((double)taken.Count / most), clock, task.Stopping);
            }
        }
        catch (OperationCanceledException)
        {
            return (MoveTask.Cancelled, null);
        }

        return (MoveTask.Completed, null);
    }

    /// <summary>Moves some; returns why not, where it cannot.</summary>
    private async Task<string?> MoveAsync(IReadOnlyList<QueuedMessage> taken, Queue source, string? destinationArn, RunningTask task)
    {
        var done = 0;
        try
        {
            foreach (var run in Runs(taken, destinationArn))
            {
                if (run.Destination is null) return "CouldNotDetermineMessageSource";
                if (queues.Find(run.Destination) is not { IsDeleted: false } destination || destination.Name.IsFifo != source.Name.IsFifo) return "AWS.SimpleQueueService.NonExistentQueue";
                var outgoing = run.Messages.Select(message => (message, Payload: payloads.Read(message))).Where(one => one.Payload is not null)
                    .Select(one => new OutgoingMessage(one.Payload!, one.message.Sender, one.message.Group, one.message.DeduplicationId) { Replaces = one.message.Id }).ToList();
                if (outgoing.Count > 0) await destination.SendAsync(outgoing);
                source.Forget(run.Messages);
                done += run.Messages.Count;
                task.Add(run.Messages.Count);
            }

            return null;
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            return "InternalFailure";
        }
        finally
        {
            source.PutBack([.. taken.Skip(done)], 0);
        }
    }

    /// <summary>Messages in their order, those together that go to the same queue.</summary>
    private static IEnumerable<(string? Destination, List<QueuedMessage> Messages)> Runs(IReadOnlyList<QueuedMessage> taken, string? destinationArn)
    {
        for (var i = 0; i < taken.Count;)
        {
            var destination = destinationArn ?? taken[i].DeadLetterSource;
            var run = taken.Skip(i).TakeWhile(message => (destinationArn ?? message.DeadLetterSource) == destination).ToList();
            yield return (destination, run);
            i += run.Count;
        }
    }
}
