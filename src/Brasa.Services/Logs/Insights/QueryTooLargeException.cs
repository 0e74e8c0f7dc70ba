namespace Brasa.Services.Logs.Insights;

/// <summary>A query needs more memory than one is given.</summary>
public sealed class QueryTooLargeException() : Exception("The query has too many groups or rows");
