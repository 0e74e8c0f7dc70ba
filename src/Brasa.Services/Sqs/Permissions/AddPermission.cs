using System.Text.RegularExpressions;
using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;
using Brasa.Services.Sqs.Attributes;

namespace Brasa.Services.Sqs.Permissions;

/// <summary>Lets other accounts use a queue.</summary>
internal sealed partial class AddPermission(QueueStore queues) : IOperation<AddPermissionRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(AddPermissionRequest request, RequestContext context, CancellationToken ct)
    {
        var name = QueueUrls.Parse(request.QueueUrl, context);
        if (!Label().IsMatch(request.Label)) throw SqsErrors.Invalid(request.Label, "Label", "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
        await queues.UpdateAsync(name, queue => queue with
        {
            Attributes = queue.Attributes.SetItem(AttributeNames.Policy, QueuePolicy.With(queue.Attributes.GetValueOrDefault(AttributeNames.Policy), name, request.Label, request.AWSAccountIds, request.Actions)),
            Modified = context.Time,
        });
        return NoOutput.Value;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,80}\z")]
    private static partial Regex Label();
}
