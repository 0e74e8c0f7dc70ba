using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.MoveTasks;

/// <summary>Lists the last tasks of a dead-letter queue.</summary>
internal sealed class ListMessageMoveTasks(QueueStore queues, MoveTaskStore tasks) : IOperation<ListMessageMoveTasksRequest, ListMessageMoveTasksResult>
{
    public Task<ListMessageMoveTasksResult> HandleAsync(ListMessageMoveTasksRequest request, RequestContext context, CancellationToken ct)
    {
        if (request.MaxResults is < 1 or > MoveTaskStore.MostListed) throw SqsErrors.Invalid(request.MaxResults, "MaxResults", $"Must be between 1 and {MoveTaskStore.MostListed}, if provided.");
        if (queues.Find(request.SourceArn) is null) throw SqsErrors.NoResource();
        return Task.FromResult(new ListMessageMoveTasksResult { Results = [.. tasks.List(request.SourceArn).Take(request.MaxResults ?? 1).Select(Describe)] });
    }

    private static ListMessageMoveTasksResultEntry Describe(RunningTask running)
    {
        var task = running.Now;
        return new ListMessageMoveTasksResultEntry
        {
            // Only of one that may be cancelled.
            TaskHandle = task.Status == MoveTask.Running ? new TaskHandle(task.Id, task.SourceArn).ToString() : null,
            Status = task.Status,
            SourceArn = task.SourceArn,
            DestinationArn = task.DestinationArn,
            MaxNumberOfMessagesPerSecond = task.MaxPerSecond,
            ApproximateNumberOfMessagesMoved = task.Moved,
            ApproximateNumberOfMessagesToMove = task.ToMove,
            FailureReason = task.FailureReason,
            StartedTimestamp = task.Started.ToUnixTimeMilliseconds(),
        };
    }
}
