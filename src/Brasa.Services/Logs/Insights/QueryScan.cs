namespace Brasa.Services.Logs.Insights;

/// <summary>What was read for a query.</summary>
/// <param name="RecordsMatched">Events that its filters let through.</param>
/// <param name="RecordsScanned">Events that were read.</param>
/// <param name="BytesScanned">Bytes of their messages.</param>
public sealed record QueryScan(long RecordsMatched, long RecordsScanned, long BytesScanned)
{
    /// <summary>Of a query that has not begun.</summary>
    public static QueryScan None { get; } = new(0, 0, 0);
}
