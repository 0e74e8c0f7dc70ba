namespace Brasa.Core.Metering;

/// <summary>Usage of the past, summed up by the hour. Safe for concurrent use.</summary>
public interface IUsageStore
{
    /// <summary>Adds what a segment of the journal holds, and notes that it has been added: all of it is stored when this returns, or nothing.</summary>
    /// <param name="segment">The segment's number.</param>
    /// <param name="rows">What it holds, each key once.</param>
    /// <param name="oldest">The lowest number of a segment that may still exist: what is noted of those before may be forgotten.</param>
    /// <exception cref="IOException">The disk is full, or has failed.</exception>
    void Add(long segment, IReadOnlyCollection<UsageRow> rows, long oldest);

    /// <summary>Whether a segment has been added.</summary>
    bool Has(long segment);

    /// <summary>The highest number of a segment that was ever added; 0 where none was.</summary>
    long LastSegment { get; }

    /// <summary>The rows of a span of hours, in the order of time.</summary>
    /// <param name="from">The first hour, in hours since 1970, UTC.</param>
    /// <param name="before">The hour before which it ends.</param>
    /// <param name="account">Whose; <c>null</c> for everybody's.</param>
    IReadOnlyList<UsageRow> Read(long from, long before, string? account);

    /// <summary>Whether a budget has alerted for a threshold in a month.</summary>
    /// <param name="budget">The budget's name.</param>
    /// <param name="month">The month, as <c>2026-01</c>.</param>
    /// <param name="percent">The threshold.</param>
    bool HasAlerted(string budget, string month, int percent);

    /// <summary>Notes that it has.</summary>
    /// <inheritdoc cref="HasAlerted"/>
    /// <exception cref="IOException">The disk is full, or has failed.</exception>
    void NoteAlert(string budget, string month, int percent);
}
