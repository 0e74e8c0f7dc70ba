using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Brasa.Contracts.Sqs;
using Brasa.Core.Operations;
using Brasa.Services.Sqs.Attributes;
using Brasa.Services.Sqs.Delivery;
using Brasa.Services.Sqs.Tags;

namespace Brasa.Services.Sqs.Queues;

/// <summary>Makes a queue; one of that name and with these attributes is returned.</summary>
internal sealed partial class CreateQueue(QueueStore queues, AttributeRules rules) : IOperation<CreateQueueRequest, CreateQueueResult>
{
    public async Task<CreateQueueResult> HandleAsync(CreateQueueRequest request, RequestContext context, CancellationToken ct)
    {
        var name = new QueueName(context.Account, context.Region, request.QueueName);
        var wantsFifo = request.Attributes?.GetValueOrDefault(AttributeNames.FifoQueue) is { } fifo && string.Equals(fifo, "true", StringComparison.OrdinalIgnoreCase);
        CheckName(name, wantsFifo);
        var attributes = rules.Apply(name, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), request.Attributes);
        var tags = QueueTags.With(name, QueueTags.None, request.Tags);

        var queue = await queues.CreateAsync(
            name,
            () => new QueueDefinition
            {
                Account = name.Account,
                Region = name.Region,
                Name = name.Name,
                Id = Guid.NewGuid(),
                Attributes = attributes,
                Tags = tags,
                Created = context.Time,
                Modified = context.Time,
            },
            present => CheckSame(present, attributes));
        return new CreateQueueResult { QueueUrl = queue.Name.UrlAt(context.Endpoint) };
    }

    private static void CheckName(QueueName name, bool wantsFifo)
    {
        var bare = wantsFifo && name.IsFifo ? name.Name[..^QueueName.FifoSuffix.Length] : name.Name;
        if (wantsFifo && (!name.IsFifo || !Allowed().IsMatch(bare) || name.Name.Length > 80))
            throw SqsErrors.Invalid("The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.");
        if (!Allowed().IsMatch(bare)) throw SqsErrors.Invalid("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }

    private static void CheckSame(Queue present, ImmutableSortedDictionary<string, string> asked)
    {
        var has = AttributeList.Of(present, [AttributeNames.All]);
        foreach (var (attribute, value) in asked)
        {
            if (has.GetValueOrDefault(attribute) != value)
                throw new QueueNameExistsException($"A queue already exists with the same name and a different value for attribute {attribute}");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,80}\z")]
    private static partial Regex Allowed();
}
