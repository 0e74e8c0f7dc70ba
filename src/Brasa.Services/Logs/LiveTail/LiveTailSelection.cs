using Brasa.Core.Logs;
using Brasa.Services.Logs.Patterns;

namespace Brasa.Services.Logs.LiveTail;

/// <summary>What a session follows.</summary>
/// <param name="Groups">The log groups.</param>
/// <param name="Streams">The streams by name; <c>null</c> for all, unless there are prefixes.</param>
/// <param name="Prefixes">What names of streams begin with; <c>null</c> for all, unless there are names.</param>
/// <param name="Pattern">What events match; <c>null</c> for all.</param>
internal sealed record LiveTailSelection(IReadOnlySet<LogGroupKey> Groups, IReadOnlySet<string>? Streams, IReadOnlyList<string>? Prefixes, FilterPattern? Pattern)
{
    /// <summary>Whether an event of one of the groups is followed.</summary>
    public bool Has(LogEvent next) => HasStream(next.Stream) && (Pattern is null || Pattern.Matches(next.Message.Span));

    private bool HasStream(string stream) =>
        (Streams is null && Prefixes is null)
        || Streams?.Contains(stream) is true
        || Prefixes?.Any(prefix => stream.StartsWith(prefix, StringComparison.Ordinal)) is true;
}
