namespace Brasa.Services.Logs.Insights;

/// <summary>What a query found.</summary>
/// <param name="Rows">Of each the fields that it has, in the order in which the query names them.</param>
/// <param name="Scan">What was read for it.</param>
/// <param name="Size">Bytes that the rows take, roughly.</param>
public sealed record QueryResult(IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> Rows, QueryScan Scan, long Size);
