using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs.Queues;

/// <summary>Tells a queue's URL.</summary>
internal sealed class GetQueueUrl(QueueStore queues) : IOperation<GetQueueUrlRequest, GetQueueUrlResult>
{
    public Task<GetQueueUrlResult> HandleAsync(GetQueueUrlRequest request, RequestContext context, CancellationToken ct)
    {
        var queue = queues.Get(new QueueName(request.QueueOwnerAWSAccountId ?? context.Account, context.Region, request.QueueName));
        return Task.FromResult(new GetQueueUrlResult { QueueUrl = queue.Name.UrlAt(context.Endpoint) });
    }
}
