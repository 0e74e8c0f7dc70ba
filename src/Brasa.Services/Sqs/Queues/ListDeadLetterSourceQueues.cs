using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.Queues;

/// <summary>Lists the queues whose dead-letter queue this one is.</summary>
internal sealed class ListDeadLetterSourceQueues(QueueStore queues) : IOperation<ListDeadLetterSourceQueuesRequest, ListDeadLetterSourceQueuesResult>
{
    public Task<ListDeadLetterSourceQueuesResult> HandleAsync(ListDeadLetterSourceQueuesRequest request, RequestContext context, CancellationToken ct)
    {
        var queue = queues.Get(request.QueueUrl, context);
        var (found, next) = QueuePages.Cut(after => queues.SourcesOf(queue, after), request.MaxResults, request.NextToken);
        return Task.FromResult(new ListDeadLetterSourceQueuesResult { QueueUrls = [.. found.Select(source => source.Name.UrlAt(context.Endpoint))], NextToken = next });
    }
}
