using Brasa.Services.Sqs.Messages;

namespace Brasa.Services.Sqs.Delivery;

/// <summary>A message as one receiver got it.</summary>
/// <param name="Message">The message.</param>
/// <param name="Receipt">The right to settle it.</param>
/// <param name="ReceiveCount">How often it had been received, this time included.</param>
internal readonly record struct DeliveredMessage(QueuedMessage Message, ReceiptHandle Receipt, int ReceiveCount);
