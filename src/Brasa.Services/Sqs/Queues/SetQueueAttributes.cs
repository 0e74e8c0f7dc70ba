using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;
using Brasa.Services.Sqs.Attributes;

namespace Brasa.Services.Sqs.Queues;

/// <summary>Sets a queue's attributes.</summary>
internal sealed class SetQueueAttributes(QueueStore queues, AttributeRules rules) : IOperation<SetQueueAttributesRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(SetQueueAttributesRequest request, RequestContext context, CancellationToken ct)
    {
        var name = QueueUrls.Parse(request.QueueUrl, context);
        if (request.Attributes.Count == 0) throw SqsErrors.Missing("Attribute.Name");
        await queues.UpdateAsync(name, queue => queue with { Attributes = rules.Apply(name, queue.Attributes, request.Attributes), Modified = context.Time });
        return NoOutput.Value;
    }
}
