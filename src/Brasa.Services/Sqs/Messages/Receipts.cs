using Brasa.Core.Errors;
using Brasa.Services.Sqs.Delivery;

namespace Brasa.Services.Sqs.Messages;

/// <summary>The receipts that requests bring.</summary>
internal static class Receipts
{
    /// <summary>The receipt of a handle.</summary>
    /// <exception cref="AwsException">It is none of this queue's.</exception>
    public static ReceiptHandle Parse(string handle, Queue queue) =>
        ReceiptHandle.TryParse(handle) is { } receipt && receipt.Queue == queue.Definition.Id ? receipt : throw SqsErrors.InvalidReceipt(handle);

    /// <summary>The error for one that was good once.</summary>
    public static AwsException Expired(string handle) => SqsErrors.Invalid(handle, "ReceiptHandle", "The receipt handle has expired.");
}
