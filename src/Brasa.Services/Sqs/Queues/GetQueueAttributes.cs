using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;
using Brasa.Services.Sqs.Attributes;

namespace Brasa.Services.Sqs.Queues;

/// <summary>Tells a queue's attributes.</summary>
internal sealed class GetQueueAttributes(QueueStore queues) : IOperation<GetQueueAttributesRequest, GetQueueAttributesResult>
{
    public Task<GetQueueAttributesResult> HandleAsync(GetQueueAttributesRequest request, RequestContext context, CancellationToken ct)
    {
        var attributes = AttributeList.Of(queues.Get(request.QueueUrl, context), request.AttributeNames?.Select(name => name.Value) ?? []);
        return Task.FromResult(new GetQueueAttributesResult { Attributes = attributes.Count == 0 ? null : attributes });
    }
}
