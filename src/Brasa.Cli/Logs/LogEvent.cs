using System.Text.Json.Serialization;

namespace Brasa.Cli.Logs;

/// <summary>A line of a log.</summary>
/// <param name="Timestamp">When it was written, in milliseconds since 1970.</param>
/// <param name="IngestionTime">When the server took it, by the server's clock.</param>
/// <param name="LogStreamName">The log stream it is of.</param>
/// <param name="Message">What it says.</param>
internal sealed record LogEvent(long Timestamp, long IngestionTime, string LogStreamName, string Message);

/// <summary>The body of FilterLogEvents.</summary>
internal sealed record FilterLogEvents(string LogGroupIdentifier, long StartTime, string? FilterPattern, string? NextToken);

/// <summary>What is read of its answer.</summary>
internal sealed record FilteredLogEvents(IReadOnlyList<LogEvent>? Events, string? NextToken);

/// <summary>The body of DescribeLogGroups.</summary>
internal sealed record DescribeLogGroups(string LogGroupNamePrefix, int Limit);

/// <summary>What is read of its answer.</summary>
internal sealed record DescribedLogGroups(IReadOnlyList<DescribedLogGroup>? LogGroups);

/// <summary>A log group.</summary>
internal sealed record DescribedLogGroup(string LogGroupName, string? LogGroupArn, string? Arn);

/// <summary>The body of StartLiveTail.</summary>
internal sealed record StartLiveTail(IReadOnlyList<string> LogGroupIdentifiers, string? LogEventFilterPattern);

/// <summary>The payload of <c>sessionUpdate</c>.</summary>
internal sealed record SessionUpdate(SessionMetadata? SessionMetadata, IReadOnlyList<LogEvent>? SessionResults);

/// <summary>Whether lines were left out of an update.</summary>
internal sealed record SessionMetadata(bool Sampled);

/// <summary>What is read of GetFunctionConfiguration's answer.</summary>
internal sealed record FunctionLogging(LoggingConfig? LoggingConfig);

/// <summary>Where a function logs to.</summary>
internal sealed record LoggingConfig(string? LogGroup);

/// <summary>A line as <c>--json</c> prints it.</summary>
internal sealed record PrintedEvent(string Time, string LogStreamName, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FilterLogEvents))]
[JsonSerializable(typeof(FilteredLogEvents))]
[JsonSerializable(typeof(DescribeLogGroups))]
[JsonSerializable(typeof(DescribedLogGroups))]
[JsonSerializable(typeof(StartLiveTail))]
[JsonSerializable(typeof(SessionUpdate))]
[JsonSerializable(typeof(PrintedEvent))]
internal sealed partial class LogsJson : JsonSerializerContext;

[JsonSerializable(typeof(FunctionLogging))]
internal sealed partial class FunctionLoggingJson : JsonSerializerContext;
