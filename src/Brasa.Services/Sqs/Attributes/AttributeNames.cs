namespace Brasa.Services.Sqs.Attributes;

/// <summary>The attributes of queues, and the ranges of those that are numbers.</summary>
/// <remarks>Amazon SQS API reference, "SetQueueAttributes" and "GetQueueAttributes".</remarks>
internal static class AttributeNames
{
    public const string All = "All";
    public const string ContentBasedDeduplication = "ContentBasedDeduplication";
    public const string DeduplicationScope = "DeduplicationScope";
    public const string DelaySeconds = "DelaySeconds";
    public const string FifoQueue = "FifoQueue";
    public const string FifoThroughputLimit = "FifoThroughputLimit";
    public const string KmsDataKeyReusePeriodSeconds = "KmsDataKeyReusePeriodSeconds";
    public const string KmsMasterKeyId = "KmsMasterKeyId";
    public const string MaximumMessageSize = "MaximumMessageSize";
    public const string MessageRetentionPeriod = "MessageRetentionPeriod";
    public const string Policy = "Policy";
    public const string ReceiveMessageWaitTimeSeconds = "ReceiveMessageWaitTimeSeconds";
    public const string RedriveAllowPolicy = "RedriveAllowPolicy";
    public const string RedrivePolicy = "RedrivePolicy";
    public const string SqsManagedSseEnabled = "SqsManagedSseEnabled";
    public const string VisibilityTimeout = "VisibilityTimeout";

    /// <summary>A value of <see cref="DeduplicationScope"/>.</summary>
    public const string MessageGroup = "messageGroup";

    /// <summary>A value of <see cref="FifoThroughputLimit"/>.</summary>
    public const string PerMessageGroup = "perMessageGroupId";

    /// <summary>Bytes of a message, and of the messages of a batch together.</summary>
    public const int MaxMessageBytes = 1_048_576;

    /// <summary>Attributes that are numbers.</summary>
    public static readonly IReadOnlyDictionary<string, (int Min, int Max, string Default)> Numbers = new Dictionary<string, (int, int, string)>
    {
        [DelaySeconds] = (0, 900, "0"),
        [KmsDataKeyReusePeriodSeconds] = (60, 86_400, "300"),
        [MaximumMessageSize] = (1_024, MaxMessageBytes, "1048576"),
        [MessageRetentionPeriod] = (60, 1_209_600, "345600"),
        [ReceiveMessageWaitTimeSeconds] = (0, 20, "0"),
        [VisibilityTimeout] = (0, 43_200, "30"),
    };
}
