using Microsoft.Extensions.Logging;

namespace Brasa.Storage.Logs;

/// <summary>What the store of log events says on the server's log.</summary>
internal static partial class StoreMessages
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "Log events cannot be written and are dropped until they can; functions go on")]
    public static partial void LogsNotWritten(this ILogger log, Exception failure);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "Log events are written again")]
    public static partial void LogsWrittenAgain(this ILogger log);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "Logs take all the room they may: the oldest {Count} events in {Bytes} bytes of {Group} were removed")]
    public static partial void QuotaReached(this ILogger log, long count, long bytes, string group);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "{Path} is no segment of log events and was put aside, with .unreadable after its name")]
    public static partial void SegmentPutAside(this ILogger log, string path, Exception? failure);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Warning, Message = "{Path} is damaged: some of its log events are passed over")]
    public static partial void SegmentDamaged(this ILogger log, string path);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Warning, Message = "{Path} could not be synced")]
    public static partial void NotSynced(this ILogger log, Exception failure, string path);

    [LoggerMessage(EventId = 3007, Level = LogLevel.Warning, Message = "Room of log events could not be returned")]
    public static partial void NotKept(this ILogger log, Exception failure);

    [LoggerMessage(EventId = 3008, Level = LogLevel.Error, Message = "Somebody who was told of log events failed")]
    public static partial void ListenerFailed(this ILogger log, Exception failure);

    [LoggerMessage(EventId = 3009, Level = LogLevel.Warning, Message = "{Path} could not be read: its log events are passed over")]
    public static partial void SegmentNotRead(this ILogger log, Exception failure, string path);
}
