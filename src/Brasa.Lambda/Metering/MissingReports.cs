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
    /// <summary>Milliseconds between the two times of one end, and less than between two attempts with one asynchronous event, which have one id.</summary>
    private const long OfOneAttempt = 30_000;

    /// <summary>Writes them.</summary>
    /// <param name="left">What a server before has left of the journal.</param>
    /// <param name="store">Tells which lines there are.</param>
    /// <param name="logs">Takes the others.</param>
    /// <param name="log">Told how many there were.</param>
    public static void Write(IEnumerable<JournalContent> left, ILogStore store, ILogStreams logs, ILogger log)
    {
        var count = 0;
        foreach (var group in left.SelectMany(content => content.Invocations).GroupBy(invocation => invocation.Definition.Group))
        {
            var streams = group.GroupBy(invocation => invocation.Definition.LogStream).ToDictionary(stream => stream.Key);
            var reported = Reported(store, group.Key, [.. streams.Keys]);
            foreach (var (name, invocations) in streams)
            {
                using var stream = logs.Open(group.Key, name);
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

    /// <summary>The requests that the platform itself has reported, and when; what functions print is not asked.</summary>
    private static ILookup<Guid, long> Reported(ILogStore store, LogGroupKey group, HashSet<string> streams)
    {
        var found = new List<(Guid Request, long Time)>();
        var range = new LogRange { Group = group, Streams = streams, Where = static line => line.IndexOf("REPORT"u8) >= 0 || line.IndexOf("platform.report"u8) >= 0 };
        foreach (var line in store.Read(range))
        {
            if (line.Source == LogSource.Platform && Line().Match(Encoding.UTF8.GetString(line.Message.Span)) is { Success: true } match) found.Add((Guid.Parse(match.Groups[1].ValueSpan), line.Timestamp));
        }

        return found.ToLookup(line => line.Request, line => line.Time);
    }

    private static bool IsAmong(ILookup<Guid, long> reported, MeteredInvocation invocation) =>
        reported[invocation.Answered.RequestId].Any(time => Math.Abs(time - invocation.Final.Time) < OfOneAttempt);

    /// <summary>A REPORT line of the platform, as text or as JSON.</summary>
    [GeneratedRegex("""(?:^REPORT RequestId: |^\{.*"platform\.report".*"requestId":")([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})""")]
    private static partial Regex Line();
}
