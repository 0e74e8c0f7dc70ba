using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs.MoveTasks;

/// <summary>Moves the messages of a dead-letter queue to where they came from, or to another queue.</summary>
internal sealed class StartMessageMoveTask(QueueStore queues, MoveTaskStore tasks, IAuthorizer authorizer) : IOperation<StartMessageMoveTaskRequest, StartMessageMoveTaskResult>
{
    private const int MostPerSecond = 500;

    public async Task<StartMessageMoveTaskResult> HandleAsync(StartMessageMoveTaskRequest request, RequestContext context, CancellationToken ct)
    {
        if (request.MaxNumberOfMessagesPerSecond is < 1 or > MostPerSecond)
            throw SqsErrors.Invalid(request.MaxNumberOfMessagesPerSecond, "MaxNumberOfMessagesPerSecond", $"Must be between 1 and {MostPerSecond}, if provided.");
        var source = queues.Find(request.SourceArn) ?? throw SqsErrors.NoResource();
        var senders = queues.SourcesOf(source).ToList();
        if (senders.Count == 0) throw SqsErrors.Invalid("Source queue must be configured as a Dead Letter Queue.");

        // Who moves messages receives them here, and sends them there.
        foreach (var action in (string[])["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]) authorizer.Authorize(action, source.Name.Arn, context);
        foreach (var destination in request.DestinationArn is { } named ? [Find(named, source)] : senders) authorizer.Authorize("sqs:SendMessage", destination.Name.Arn, context);

        var task = await tasks.StartAsync(new MoveTask
        {
            Id = Guid.NewGuid(),
            SourceArn = request.SourceArn,
            DestinationArn = request.DestinationArn,
            MaxPerSecond = request.MaxNumberOfMessagesPerSecond,
            Started = context.Time,
            ToMove = source.Count().Ready,
            Status = MoveTask.Running,
        });
        return new StartMessageMoveTaskResult { TaskHandle = new TaskHandle(task.Id, task.SourceArn).ToString() };
    }

    private Queue Find(string destinationArn, Queue source)
    {
        var destination = queues.Find(destinationArn) ?? throw new ResourceNotFoundException("The resource that you specified for the DestinationArn parameter doesn't exist.");
        if (destination == source) throw SqsErrors.Invalid("Source queue arn and destination queue arn cannot be the same.");
        if (destination.Name.Account != source.Name.Account || destination.Name.Region != source.Name.Region || destination.Name.IsFifo != source.Name.IsFifo)
            throw SqsErrors.Invalid("Source and destination queue must be of the same account, region and type.");
        return destination;
    }
}
