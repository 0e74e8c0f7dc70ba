using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.Queues;

/// <summary>Lists an account's queues in a region.</summary>
internal sealed class ListQueues(QueueStore queues) : IOperation<ListQueuesRequest, ListQueuesResult>
{
    public Task<ListQueuesResult> HandleAsync(ListQueuesRequest request, RequestContext context, CancellationToken ct)
    {
        var prefix = request.QueueNamePrefix ?? "";
        var (found, next) = QueuePages.Cut(
            after => queues.List(context, after).Where(queue => queue.Name.Name.StartsWith(prefix, StringComparison.Ordinal)), request.MaxResults, request.NextToken);
        return Task.FromResult(new ListQueuesResult
        {
            QueueUrls = found.Count == 0 ? null : [.. found.Select(queue => queue.Name.UrlAt(context.Endpoint))],
            NextToken = next,
        });
    }
}
