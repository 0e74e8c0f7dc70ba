using Brasa.Core.Identity;

namespace Brasa.Services.Sqs.Delivery;

/// <summary>What names a queue.</summary>
internal sealed record QueueName(string Account, string Region, string Name)
{
    public const string FifoSuffix = ".fifo";

    public string Arn { get; } = $"arn:{Core.Identity.Arn.DefaultPartition}:sqs:{Region}:{Account}:{Name}";

    public bool IsFifo => Name.EndsWith(FifoSuffix, StringComparison.Ordinal);

    /// <summary>The queue of an ARN; <c>null</c> where it is none of a queue.</summary>
    public static QueueName? OfArn(string arn) => Core.Identity.Arn.TryParse(arn) is { Partition: Core.Identity.Arn.DefaultPartition, Service: "sqs", Owner: { } account } parsed
        ? new QueueName(account, parsed.Region, parsed.Resource)
        : null;

    /// <summary>Its URL for a caller that reached this server at <paramref name="endpoint"/>.</summary>
    public string UrlAt(string endpoint) => $"{endpoint}/{Account}/{Name}";
}
