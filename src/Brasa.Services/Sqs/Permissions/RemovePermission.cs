using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;
using Brasa.Services.Sqs.Attributes;

namespace Brasa.Services.Sqs.Permissions;

/// <summary>Takes a permission back.</summary>
internal sealed class RemovePermission(QueueStore queues) : IOperation<RemovePermissionRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(RemovePermissionRequest request, RequestContext context, CancellationToken ct)
    {
        await queues.UpdateAsync(QueueUrls.Parse(request.QueueUrl, context), queue => queue with
        {
            Attributes = QueuePolicy.Without(queue.Attributes.GetValueOrDefault(AttributeNames.Policy), request.Label) is { } rest
                ? queue.Attributes.SetItem(AttributeNames.Policy, rest)
                : queue.Attributes.Remove(AttributeNames.Policy),
            Modified = context.Time,
        });
        return NoOutput.Value;
    }
}
