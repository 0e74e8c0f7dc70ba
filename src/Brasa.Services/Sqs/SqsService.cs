using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;
using Brasa.Core.Queues;
using Brasa.Core.Storage;
using Brasa.Services.Sqs.Attributes;
using Brasa.Services.Sqs.Delivery;
using Brasa.Services.Sqs.Messages;
using Brasa.Services.Sqs.MoveTasks;
using Brasa.Services.Sqs.Permissions;
using Brasa.Services.Sqs.Queues;
using Brasa.Services.Sqs.Tags;
using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;
using Microsoft.Extensions.Logging;

namespace Brasa.Services.Sqs;

/// <summary>AWS SQS: queues. Disposing it writes what was received last.</summary>
public sealed class SqsService : IQueues, IAsyncDisposable
{
    /// <summary>More than a message of 1 MiB takes as JSON, where every character may be escaped as six.</summary>
    private const int BodyLimit = 8 << 20;

    /// <summary>How much of what was received is lost at most when the server is killed.</summary>
    private static readonly TimeSpan FlushPeriod = TimeSpan.FromSeconds(1);

    private readonly QueueStore queues;
    private readonly PayloadCache payloads;
    private readonly MoveTaskStore tasks;
    private readonly CancellationTokenSource ending = new();
    private readonly Task flushing;

    private SqsService(QueueStore queues, PayloadCache payloads, MoveTaskStore tasks, TimeProvider clock)
    {
        this.queues = queues;
        this.payloads = payloads;
        this.tasks = tasks;
        flushing = FlushAsync(clock);
    }

    /// <summary>Loads what is stored, and is ready for requests when it returns.</summary>
    /// <param name="resources">Where queues are stored.</param>
    /// <param name="messages">Where messages are.</param>
    /// <param name="clock">Time.</param>
    /// <param name="log">The server's own log.</param>
    /// <param name="ct">Ends the start.</param>
    public static async Task<SqsService> StartAsync(IResourceStore resources, IMessageStore messages, TimeProvider clock, ILogger<SqsService> log, CancellationToken ct)
    {
        var payloads = new PayloadCache(messages);
        var queues = new QueueStore(resources, messages, payloads, new Ticker(clock), log);
        await queues.LoadAsync(ct);
        var tasks = new MoveTaskStore(resources, new MessageMover(queues, payloads, clock));
        await tasks.LoadAsync(ct);
        return new SqsService(queues, payloads, tasks, clock);
    }

    /// <inheritdoc />
    public IQueue? Find(string queueArn) => queues.Find(queueArn) is { } queue ? new PolledQueue(queue, payloads) : null;

    /// <summary>What policies ask of a queue, by its ARN; <c>null</c> where there is none.</summary>
    public KnownResource? Describe(string arn) =>
        queues.Find(arn)?.Definition is { } queue ? new KnownResource(queue.Attributes.GetValueOrDefault(AttributeNames.Policy), queue.Tags) : null;

    /// <summary>Answers all who wait for messages with none, now and from now on: the server ends.</summary>
    public void EndWaits() => queues.EndWaits();

    /// <summary>The service for the wire.</summary>
    /// <param name="authorizer">Asked where an operation is about more than one queue.</param>
    public ServiceDefinition CreateDefinition(IAuthorizer authorizer)
    {
        var rules = new AttributeRules(queues);
        var definition = new ServiceDefinition(SqsOperations.Service)
            {
                ResourceOf = ResourceOf,
                PathParameter = "QueueUrl",
                MissingMember = static member => member == "Entries" ? new EmptyBatchRequestException("There should be at least one entry in the request.") : SqsErrors.Missing(member),
            }
            .Authorize(SqsOperations.ChangeMessageVisibilityBatch, "sqs:ChangeMessageVisibility")
            .Authorize(SqsOperations.DeleteMessageBatch, "sqs:DeleteMessage")
            .Authorize(SqsOperations.SendMessageBatch, "sqs:SendMessage")
            .Handle(SqsOperations.AddPermission, new AddPermission(queues))
            .Handle(SqsOperations.CancelMessageMoveTask, new CancelMessageMoveTask(tasks))
            .Handle(SqsOperations.ChangeMessageVisibility, new ChangeMessageVisibility(queues))
            .Handle(SqsOperations.ChangeMessageVisibilityBatch, new ChangeMessageVisibilityBatch(queues))
            .Handle(SqsOperations.CreateQueue, new CreateQueue(queues, rules))
            .Handle(SqsOperations.DeleteMessage, new DeleteMessage(queues))
            .Handle(SqsOperations.DeleteMessageBatch, new DeleteMessageBatch(queues))
            .Handle(SqsOperations.DeleteQueue, new DeleteQueue(queues))
            .Handle(SqsOperations.GetQueueAttributes, new GetQueueAttributes(queues))
            .Handle(SqsOperations.GetQueueUrl, new GetQueueUrl(queues))
            .Handle(SqsOperations.ListDeadLetterSourceQueues, new ListDeadLetterSourceQueues(queues))
            .Handle(SqsOperations.ListMessageMoveTasks, new ListMessageMoveTasks(queues, tasks))
            .Handle(SqsOperations.ListQueueTags, new ListQueueTags(queues))
            .Handle(SqsOperations.ListQueues, new ListQueues(queues))
            .Handle(SqsOperations.PurgeQueue, new PurgeQueue(queues))
            .Handle(SqsOperations.ReceiveMessage, new ReceiveMessage(queues, payloads))
            .Handle(SqsOperations.RemovePermission, new RemovePermission(queues))
            .Handle(SqsOperations.SendMessage, new SendMessage(queues))
            .Handle(SqsOperations.SendMessageBatch, new SendMessageBatch(queues))
            .Handle(SqsOperations.SetQueueAttributes, new SetQueueAttributes(queues, rules))
            .Handle(SqsOperations.StartMessageMoveTask, new StartMessageMoveTask(queues, tasks, authorizer))
            .Handle(SqsOperations.TagQueue, new TagQueue(queues))
            .Handle(SqsOperations.UntagQueue, new UntagQueue(queues));
        return definition.LimitBody(SqsOperations.SendMessage, BodyLimit).LimitBody(SqsOperations.SendMessageBatch, BodyLimit);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        queues.EndWaits();
        await ending.CancelAsync();
        await flushing;
        await tasks.DisposeAsync();
        await queues.FlushAsync();
        queues.Dispose();
        ending.Dispose();
    }

    /// <summary>The queue that a request is about, however it names it.</summary>
    private static string ResourceOf(OperationDescriptor operation, object request, RequestContext context)
    {
        string? Read(string member) => operation.Input.ReadText(request, member);

        if (Read("QueueUrl") is { } url) return QueueUrls.Parse(url, context).Arn;
        if (Read("QueueName") is { } name) return new QueueName(Read("QueueOwnerAWSAccountId") ?? context.Account, context.Region, name).Arn;
        if (Read("TaskHandle") is { } handle) return TaskHandle.TryParse(handle)?.SourceArn ?? "*";
        return Read("SourceArn") ?? "*";
    }

    private async Task FlushAsync(TimeProvider clock)
    {
        using var timer = new PeriodicTimer(FlushPeriod, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token)) await queues.FlushAsync();
        }
        catch (OperationCanceledException)
        {
            // The end writes once more.
        }
    }
}
