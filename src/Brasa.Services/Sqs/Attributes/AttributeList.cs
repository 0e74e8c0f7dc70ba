using System.Globalization;
using Brasa.Services.Sqs.Delivery;
using static Brasa.Services.Sqs.Attributes.AttributeNames;

namespace Brasa.Services.Sqs.Attributes;

/// <summary>All that a queue tells of itself.</summary>
internal static class AttributeList
{
    private static readonly string[] Told =
    [
        "QueueArn", "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed", "CreatedTimestamp", "LastModifiedTimestamp",
    ];

    private static readonly HashSet<string> Known =
    [
        .. Told, .. Numbers.Keys, All, Policy, AttributeNames.RedrivePolicy, AttributeNames.RedriveAllowPolicy, KmsMasterKeyId, SqsManagedSseEnabled, FifoQueue, ContentBasedDeduplication, DeduplicationScope, FifoThroughputLimit,
    ];

    /// <summary>The attributes of those names that the queue has.</summary>
    /// <exception cref="Contracts.Sqs.InvalidAttributeNameException">There is no attribute of such a name.</exception>
    public static Dictionary<string, string> Of(Queue queue, IEnumerable<string> names)
    {
        var asked = names.ToHashSet(StringComparer.Ordinal);
        if (asked.FirstOrDefault(name => !Known.Contains(name)) is { } unknown) throw SqsErrors.UnknownAttribute(unknown);
        if (asked.Count == 0) return [];

        var all = Describe(queue);
        return asked.Contains(All) ? all : all.Where(attribute => asked.Contains(attribute.Key)).ToDictionary();
    }

    private static Dictionary<string, string> Describe(Queue queue)
    {
        var (definition, (ready, inFlight, delayed)) = (queue.Definition, queue.Count());
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["QueueArn"] = queue.Name.Arn,
            ["ApproximateNumberOfMessages"] = Text(ready),
            ["ApproximateNumberOfMessagesNotVisible"] = Text(inFlight),
            ["ApproximateNumberOfMessagesDelayed"] = Text(delayed),
            ["CreatedTimestamp"] = Text(definition.Created.ToUnixTimeSeconds()),
            ["LastModifiedTimestamp"] = Text(definition.Modified.ToUnixTimeSeconds()),
        };
        var hasKey = definition.Attributes.ContainsKey(KmsMasterKeyId);
        foreach (var (name, range) in Numbers)
        {
            if (name != KmsDataKeyReusePeriodSeconds || hasKey) all[name] = range.Default;
        }

        all[SqsManagedSseEnabled] = hasKey ? "false" : "true";
        if (queue.Name.IsFifo)
        {
            all[FifoQueue] = "true";
            all[ContentBasedDeduplication] = "false";
            all[DeduplicationScope] = "queue";
            all[FifoThroughputLimit] = "perQueue";
        }

        foreach (var (name, value) in definition.Attributes) all[name] = value;
        return all;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
