using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Brasa.Core.Logs;
using Brasa.Lambda.Environments;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Metering;

/// <summary>
/// REPORT lines that are missing in the log though their invocations are in the journal: the server was killed between the two. They are written from what the journal has, so that what
/// is billed and what the log says are one sum.
/// </summary>
internal static partial class MissingReports
{
    /// <summary>Milliseconds by which a line may differ from what it shows: it has two decimals.</summary>
    private const double ShownWithin = 0.01;

    /// <summary>Writes them.</summary>
    /// <param name="left">What a server before has left of the journal.</param>
    /// <param name="store">Tells which lines there are, and takes the others.</param>
    /// <param name="log">Told how many there were.</param>
    public static void Write(IEnumerable<JournalContent> left, ILogStore store, ILogger log)
    {
        var count = 0;
        foreach (var group in left.SelectMany(content => content.Invocations).GroupBy(invocation => invocation.Definition.Group))
        {
            var streams = group.GroupBy(invocation => invocation.Definition.LogStream).ToDictionary(stream => stream.Key);
            var reported = Reported(store, group.Key, [.. streams.Keys]);
            foreach (var (name, invocations) in streams)
            {
                using var stream = store.Open(group.Key, name);
                foreach (var invocation in invocations.Where(invocation => !IsAmong(reported, invocation)))
                {
                    var time = DateTimeOffset.FromUnixTimeMilliseconds(invocation.Final.Time);
                    var lines = SystemLog.Of(invocation.Definition.LogFormat, invocation.Definition.SystemLogLevel).End(time, invocation.Report);
                    foreach (var line in lines) stream.Append(time, line, LogSource.Platform);
                    if (lines.Length > 0) count++; // a level may keep it from being printed at all
                }
            }
        }

        if (count > 0) log.ReportsWritten(count);
    }

    /// <summary>The requests that the platform itself has reported, with how long they took: an asynchronous event is tried more than once by one id. What functions print is not asked.</summary>
    private static ILookup<Guid, double> Reported(ILogStore store, LogGroupKey group, HashSet<string> streams)
    {
        var found = new List<(Guid Request, double Milliseconds)>();
        var range = new LogRange { Group = group, Streams = streams, Where = static line => line.IndexOf("REPORT"u8) >= 0 || line.IndexOf("platform.report"u8) >= 0 };
        foreach (var line in store.Read(range))
        {
            if (line.Source == LogSource.Platform && Line().Match(Encoding.UTF8.GetString(line.Message.Span)) is { Success: true } match) found.Add((Guid.Parse(match.Groups[1].ValueSpan), double.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)));
        }

        return found.ToLookup(line => line.Request, line => line.Milliseconds);
    }

    private static bool IsAmong(ILookup<Guid, double> reported, MeteredInvocation invocation) =>
        reported[invocation.Answered.RequestId].Any(milliseconds => Math.Abs(milliseconds - invocation.Final.Duration.TotalMilliseconds) < ShownWithin);

    /// <summary>A REPORT line of the platform, as text or as JSON.</summary>
    [GeneratedRegex("""(?:^REPORT RequestId: |^\{.*"platform\.report".*"requestId":")([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}).*?(?:\tDuration: |"durationMs":)([0-9.]+)""")]
    private static partial Regex Line();
}
