using Brasa.Core.Logs;

namespace Brasa.Services.Logs.Insights;

/// <summary>An event and whose it is.</summary>
/// <param name="Group">The group.</param>
/// <param name="Event">The event.</param>
public readonly record struct QueriedEvent(LogGroupKey Group, LogEvent Event);
