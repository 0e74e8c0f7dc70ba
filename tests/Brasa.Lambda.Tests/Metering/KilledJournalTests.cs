using System.Text.RegularExpressions;
using Brasa.Core.Logs;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Metering;
using Brasa.Lambda.Tests.Fakes;

namespace Brasa.Lambda.Tests.Metering;

/// <summary>The journal as a kill leaves it, at every write and in the middle of each: what is billed is what REPORT lines say.</summary>
public sealed partial class KilledJournalTests : JournalTest
{
    private const int Invocations = 40;
    private const int TornImages = 3;

    private readonly Random random = new(42);
    private readonly List<string> reports = [];
    private readonly HashSet<string> answered = [];
    private byte[] image = [];
    private int checks;

    [Fact]
    public void Killed_at_any_write_the_sum_over_REPORT_lines_is_the_bill()
    {
        var meters = Enumerable.Range(0, 3).Select(number => Meter(Sample.Function() with { MemoryMiB = 128 << number }, stream: $"stream-{number}")).ToArray();
        var open = new (PendingInvocation? Event, TimeSpan Duration, TimeSpan? Init)[meters.Length];
        image = Journal.Current!.Content.ToArray();
        for (var i = 0; i < Invocations;)
        {
            var which = random.Next(meters.Length);
            if (open[which].Event is { } running)
            {
                var duration = open[which].Duration + TimeSpan.FromTicks(random.Next(1_000_000));
                var outcome = random.Next(3);
                var report = new InvocationReport
                {
                    RequestId = running.RequestId,
                    Duration = duration,
                    InitDuration = open[which].Init,
                    MemoryMiB = 128 << which,
                    PeakMemoryBytes = random.Next(),
                    Status = outcome == 0 ? null : "error",
                    ErrorType = outcome == 2 ? new string('é', random.Next(40)) : null,
                };
                meters[which].Finished(running, report);
                Check();
                reports.Add($"stream-{which} {report}");
                Check();
                open[which] = default;
                i++;
            }
            else
            {
                open[which] = (Event(), TimeSpan.FromTicks(random.Next(10_000_000)), random.Next(2) == 0 ? TimeSpan.FromTicks(random.Next(10_000_000)) : null);
                meters[which].Answered(open[which].Event!, open[which].Duration, open[which].Init, Sample.Answer());
                Check();
                answered.Add(open[which].Event!.RequestId);
            }
        }

        Assert.True(checks >= 3 * Invocations * (1 + TornImages), $"{checks} states were looked at.");
        foreach (var (running, duration, _) in open)
        {
            if (running is not null) meters[Array.FindIndex(open, other => other.Event == running)].Finished(running, new InvocationReport { RequestId = running.RequestId, Duration = duration, MemoryMiB = 128, PeakMemoryBytes = 0 });
        }
    }

    [Fact]
    public void Of_two_attempts_with_one_event_the_one_whose_line_is_lost_is_reported()
    {
        var meter = Meter();
        var id = Guid.NewGuid().ToString();
        var log = new FakeLogStore();
        Append(log, $"stream {Run(meter, 3_000, invocation: Sample.Event(id))}", LogSource.Platform);
        clock.Advance(TimeSpan.FromMinutes(1));
        Run(meter, 3_000, invocation: Sample.Event(id));

        MissingReports.Write([JournalContent.Read(Journal.Current!.Content, isOver: true)], log, log, said);

        var written = Assert.Single(log.Lines.Skip(1), line => Report().IsMatch(line.Line));
        Assert.Equal(Now, written.Time);
    }

    /// <summary>Recovers from what the segment is now, and from mixtures of that with what it was before the last write.</summary>
    private void Check()
    {
        var now = Journal.Current!.Content.ToArray();
        Recover(now, answered);
        var first = now.AsSpan().CommonPrefixLength(image) / sizeof(ulong) * sizeof(ulong);
        for (var i = 0; i < TornImages; i++)
        {
            var torn = (byte[])image.Clone();
            for (var word = first; word < now.Length && !now.AsSpan(word).SequenceEqual(torn.AsSpan(word)); word += sizeof(ulong))
            {
                if (random.Next(2) == 0) now.AsSpan(word, sizeof(ulong)).CopyTo(torn.AsSpan(word));
            }

            Recover(torn, answered);
        }

        image = now;
    }

    private void Recover(byte[] bytes, IReadOnlySet<string> responses)
    {
        checks++;
        var content = JournalContent.Read(bytes, isOver: true);

        // Lines that were not written yet when the server was killed are lost.
        var log = new FakeLogStore();
        var kept = random.Next(4) == 0 ? random.Next(reports.Count + 1) : reports.Count;
        foreach (var line in reports.Take(kept)) Append(log, line, LogSource.Platform);
        foreach (var line in reports.Skip(kept)) Append(log, line, LogSource.Function);

        MissingReports.Write([content], log, log, said);

        var lines = log.Lines.Where(line => line.Source == LogSource.Platform).Select(line => Report().Match(line.Line)).Where(match => match.Success).ToList();
        Assert.Equal(lines.Sum(line => long.Parse(line.Groups[2].ValueSpan, provider: null)), RollUp.Sum(content).Sum(row => row.Sums.BilledMs));
        Assert.Equal(lines.Count, RollUp.Sum(content).Sum(row => row.Sums.Requests));
        Assert.Equal(lines.Count, lines.Select(line => line.Groups[1].Value).Distinct().Count());
        Assert.Subset(lines.Select(line => line.Groups[1].Value).ToHashSet(), responses.ToHashSet());
    }

    private void Append(FakeLogStore log, string line, LogSource source)
    {
        var function = Sample.Function();
        var parts = line.Split(' ', 2);
        log.Lines.Add((new LogGroupKey(function.Account, function.Region, function.LogGroupName), parts[0], source, parts[1], Now));
    }

    [GeneratedRegex(@"^REPORT RequestId: (\S+)\tDuration: .*\tBilled Duration: (\d+) ms\t")]
    private static partial Regex Report();
}
