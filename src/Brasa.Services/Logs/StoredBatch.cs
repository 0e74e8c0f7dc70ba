using Brasa.Core.Logs;

namespace Brasa.Services.Logs;

/// <summary>Events of one stream as they were stored together.</summary>
internal sealed record StoredBatch(LogGroupKey Group, IReadOnlyList<LogEvent> Events)
{
    /// <summary>What is counted for an event beside its message.</summary>
    private const int EventOverhead = 200;

    /// <summary>Bytes of memory that it takes, about.</summary>
    public long Bytes { get; } = Events.Sum(item => (long)item.Message.Length + EventOverhead);
}
