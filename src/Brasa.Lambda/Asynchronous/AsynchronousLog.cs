using Brasa.Core.Events;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Asynchronous;

internal static partial class AsynchronousLog
{
    [LoggerMessage(EventId = 2501, Level = LogLevel.Error, Message = "An asynchronous event of {Arn} could not be run, request {RequestId}; it is tried again")]
    public static partial void AttemptFailed(this ILogger log, Exception failure, string arn, string requestId);

    [LoggerMessage(EventId = 2502, Level = LogLevel.Error, Message = "What has become of an asynchronous event of {Arn} could not be stored, request {RequestId}; it is run again at the next start")]
    public static partial void SettlingFailed(this ILogger log, Exception failure, string arn, string requestId);

    [LoggerMessage(EventId = 2503, Level = LogLevel.Warning, Message = "A record of the asynchronous event {RequestId} of {Arn} could not be delivered to {Destination}, and is dropped: {Outcome}")]
    public static partial void DeliveryFailed(this ILogger log, string requestId, string arn, string destination, DeliveryOutcome outcome);

    [LoggerMessage(EventId = 2504, Level = LogLevel.Error, Message = "Sending to {Destination} failed")]
    public static partial void SendFailed(this ILogger log, Exception failure, string destination);

    [LoggerMessage(EventId = 2505, Level = LogLevel.Error, Message = "Message {Id} of {Queue} is no event, and is dropped")]
    public static partial void EventBroken(this ILogger log, Exception failure, long id, string queue);

    [LoggerMessage(EventId = 2506, Level = LogLevel.Error, Message = "An event for {Arn} was not accepted")]
    public static partial void NotAccepted(this ILogger log, Exception failure, string arn);
}
