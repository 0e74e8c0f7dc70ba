using System.Collections.Immutable;
using Brasa.Core.Metering;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Metering;

/// <summary>
/// Every invocation, before its response leaves: segments that are written one after the other, and summed up into the usage store once all in them is over. A segment is summed up
/// and noted to be in one transaction, then removed: each of its records counts once, whenever the server ends.
/// </summary>
/// <remarks>
/// A segment is summed up a second or more after its last record: by then the REPORT lines of all of them are in the log. Those that a killed server could not
/// write are written by <see cref="MissingReports"/> at the next start.
/// </remarks>
internal sealed class MeteringJournal : IUsage, IDisposable
{
    /// <summary>How long a segment is written to, if it is not full before: so that the past stays small, and little is looked through after a crash.</summary>
    public static readonly TimeSpan SealAfter = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock growing = new();
    private readonly Lock rolling = new();
    private readonly HashSet<JournalSegment> settled = [];
    private readonly string directory;
    private readonly IUsageStore store;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly ITimer timer;

    /// <summary>All that is not summed up yet, in order; the one that is written to last.</summary>
    private ImmutableList<JournalSegment> live;
    private JournalSegment? current;
    private JournalSegment? spare;
    private long currentSince;
    private long lastNumber;
    private long lastDefinition;
    private long unmetered;
    private bool isFull;
    private bool isStuck;
    private bool disposed;

    /// <param name="directory">Where segments are; made where there is none.</param>
    /// <param name="store">Where they are summed up.</param>
    /// <param name="clock">Time.</param>
    /// <param name="log">Told where something cannot be written.</param>
    /// <exception cref="InvalidDataException">A file there is none of the journal's.</exception>
    public MeteringJournal(string directory, IUsageStore store, TimeProvider clock, ILogger log)
    {
        this.directory = directory;
        this.store = store;
        this.clock = clock;
        this.log = log;
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var found = JournalSegment.OpenAll(directory);
        lastNumber = Math.Max(store.LastSegment, found.Count == 0 ? 0 : found[^1].Number);
        foreach (var done in found.Where(segment => store.Has(segment.Number))) done.Delete();
        live = [.. found.Where(segment => !store.Has(segment.Number))];
        Left = [.. live.Select(segment => JournalContent.Read(segment.Content, isOver: true))];
        Grow();
        timer = clock.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What a server before has left and not summed up.</summary>
    public IReadOnlyList<JournalContent> Left { get; private set; }

    /// <summary>Begins to sum up; what a server before has left has been looked through.</summary>
    public void Begin()
    {
        Left = [];
        timer.Change(Interval, Interval);
    }

    /// <summary>The segment that is written to; <c>null</c> while the disk has no room for one.</summary>
    public JournalSegment? Current => Volatile.Read(ref current);

    /// <inheritdoc />
    public long Unmetered => Interlocked.Read(ref unmetered);

    public long NextDefinition() => Interlocked.Increment(ref lastDefinition);

    /// <summary>An invocation runs on without being metered.</summary>
    public void CountUnmetered() => Interlocked.Increment(ref unmetered);

    /// <summary>Goes on with the next segment, where <paramref name="full"/> is still the one that is written to.</summary>
    public void Advance(JournalSegment full)
    {
        lock (growing)
        {
            if (current != full) return;
            full.Seal();
            Use(spare);
            spare = null;
            if (current is null) Grow(); // slots went faster than a segment is made ahead
        }

        Task.Run(Grow);
    }

    /// <inheritdoc />
    public IReadOnlyList<UsageRow> Read(long from, long before, string? account)
    {
        lock (rolling)
        {
            var recent = new Dictionary<UsageKey, UsageSums>();
            foreach (var segment in disposed ? [] : live)
            {
                foreach (var (key, sums) in RollUp.Sum(JournalContent.Read(segment.Content, isOver: segment.IsSealed && segment.Pending == 0)))
                {
                    if (key.Hour >= from && key.Hour < before && (account is null || key.Account == account)) recent[key] = recent.GetValueOrDefault(key) + sums;
                }
            }

            var rows = store.Read(from, before, account).Select(row => recent.Remove(row.Key, out var more) ? row with { Sums = row.Sums + more } : row).ToList();
            rows.AddRange(recent.Select(row => new UsageRow(row.Key, row.Value)));
            return rows;
        }
    }

    /// <summary>What is to be done once a second: makes segments ahead, puts them on disk and sums up those that are over.</summary>
    public void Tick()
    {
        lock (rolling)
        {
            if (disposed) return;
            Grow();
            if (Current is { IsEmpty: false } old && clock.GetElapsedTime(currentSince) >= SealAfter) Advance(old);
            try
            {
                foreach (var segment in live)
                {
                    if (!segment.IsSealed || segment.Pending > 0 || settled.Add(segment)) segment.Flush();
                    else SumUp(segment);
                }

                isStuck = false;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                if (!isStuck) log.CannotSumUp(failure);
                isStuck = true;
            }
        }
    }

    /// <summary>Puts all of it on disk and lets go of it; what was not summed up is so at the next start.</summary>
    public void Dispose()
    {
        timer.Dispose();
        lock (rolling)
        {
            lock (growing)
            {
                if (disposed) return;
                disposed = true;
                current = null;
                spare?.Delete();
                foreach (var segment in live)
                {
                    segment.Flush();
                    segment.Seal();
                    if (segment.Pending == 0) segment.Dispose();
                }
            }
        }
    }

    private void SumUp(JournalSegment segment)
    {
        var content = JournalContent.Read(segment.Content, isOver: true);
        if (content.Torn > 0) log.RecordsTorn(content.Torn);
        store.Add(segment.Number, RollUp.Sum(content), JournalSegment.Oldest(directory));
        lock (growing) live = live.Remove(segment);
        settled.Remove(segment);
        segment.Delete();
    }

    /// <summary>Makes the segment that is written to where there is none, and the one after it.</summary>
    private void Grow()
    {
        lock (growing)
        {
            if (disposed || (current is not null && spare is not null)) return;
            try
            {
                if (current is null) Use(JournalSegment.Create(directory, ++lastNumber));
                spare ??= JournalSegment.Create(directory, ++lastNumber);
                if (isFull) log.MetersAgain(Unmetered);
                isFull = false;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                if (!isFull) log.CannotMeter(failure);
                isFull = true;
            }
        }
    }

    private void Use(JournalSegment? next)
    {
        if (next is not null) live = live.Add(next);
        currentSince = clock.GetTimestamp();
        Volatile.Write(ref current, next);
    }
}

internal static partial class MeteringLog
{
    [LoggerMessage(EventId = 2401, Level = LogLevel.Error, Message = "The metering journal has no room on the disk: functions keep running, and what cannot be metered is counted until there is")]
    public static partial void CannotMeter(this ILogger log, Exception failure);

    [LoggerMessage(EventId = 2402, Level = LogLevel.Warning, Message = "The metering journal has room on the disk again; {Unmetered} invocations since the start were not metered")]
    public static partial void MetersAgain(this ILogger log, long unmetered);

    [LoggerMessage(EventId = 2403, Level = LogLevel.Error, Message = "The metering journal cannot be summed up; it is kept, and that is tried again every second")]
    public static partial void CannotSumUp(this ILogger log, Exception failure);

    [LoggerMessage(EventId = 2404, Level = LogLevel.Warning, Message = "{Torn} records of the metering journal were torn, and are left out of the bill")]
    public static partial void RecordsTorn(this ILogger log, int torn);

    [LoggerMessage(EventId = 2405, Level = LogLevel.Information, Message = "{Count} REPORT lines that were lost when the server was killed are in the log again")]
    public static partial void ReportsWritten(this ILogger log, int count);
}
