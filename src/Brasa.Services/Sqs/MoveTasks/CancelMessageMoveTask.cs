using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.MoveTasks;

/// <summary>Ends a task; what it has moved stays moved.</summary>
internal sealed class CancelMessageMoveTask(MoveTaskStore tasks) : IOperation<CancelMessageMoveTaskRequest, CancelMessageMoveTaskResult>
{
    public Task<CancelMessageMoveTaskResult> HandleAsync(CancelMessageMoveTaskRequest request, RequestContext context, CancellationToken ct)
    {
        var handle = TaskHandle.TryParse(request.TaskHandle) ?? throw SqsErrors.Invalid(request.TaskHandle, "TaskHandle", "The task handle is invalid.");
        var task = tasks.List(handle.SourceArn).FirstOrDefault(one => one.Now.Id == handle.Id) ?? throw new ResourceNotFoundException("Task does not exist.");
        if (!task.TryCancel()) throw new UnsupportedOperationException("Only active tasks can be cancelled.");
        return Task.FromResult(new CancelMessageMoveTaskResult { ApproximateNumberOfMessagesMoved = task.Now.Moved });
    }
}
