using Brasa.Contracts.Sqs;
using Brasa.Services.Sqs.Attributes;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs.Messages;

/// <summary>For how long messages may be hidden, and by whom.</summary>
internal static class VisibilityRules
{
    private static readonly int Most = AttributeNames.Numbers[AttributeNames.VisibilityTimeout].Max;

    /// <exception cref="Core.Errors.AwsException">That is no time a message may be hidden.</exception>
    public static void Check(int? seconds)
    {
        if (seconds is { } value && (value < 0 || value > Most)) throw SqsErrors.Invalid(seconds, "VisibilityTimeout", $"Must be between 0 and {Most}, if provided.");
    }

    /// <summary>Sets how long from now a received message stays hidden.</summary>
    /// <exception cref="Core.Errors.AwsException">That cannot be.</exception>
    public static void Change(Queue queue, string handle, int? seconds)
    {
        var receipt = Receipts.Parse(handle, queue);
        if (seconds is null) throw SqsErrors.Missing("VisibilityTimeout");
        Check(seconds);
        switch (queue.ChangeVisibility(receipt, TimeSpan.FromSeconds(seconds.Value)))
        {
            case VisibilityChange.NotThere: throw SqsErrors.Invalid(handle, "ReceiptHandle", "Message does not exist or is not available for visibility timeout change.");
            case VisibilityChange.NotInFlight: throw new MessageNotInflightException("The message referred to is not in flight.");
            case VisibilityChange.TooLong: throw SqsErrors.Invalid(seconds, "VisibilityTimeout", $"Total VisibilityTimeout for the message is beyond the limit [{Most} seconds].");
        }
    }
}
