using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;

namespace Brasa.Services.Sqs.Messages;

/// <summary>Sets how long a received message stays hidden.</summary>
internal sealed class ChangeMessageVisibility(QueueStore queues) : IOperation<ChangeMessageVisibilityRequest, NoOutput>
{
    public Task<NoOutput> HandleAsync(ChangeMessageVisibilityRequest request, RequestContext context, CancellationToken ct)
    {
        VisibilityRules.Change(queues.Get(request.QueueUrl, context), request.ReceiptHandle, request.VisibilityTimeout);
        return Task.FromResult(NoOutput.Value);
    }
}
