namespace Brasa.Services.Logs.Insights;

/// <summary>A query that CloudWatch Logs Insights would refuse as malformed.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="start">Where it begins, in characters of the query.</param>
/// <param name="end">Where it ends.</param>
public sealed class QuerySyntaxException(string message, int start, int end) : FormatException(message)
{
    /// <summary>Where what is wrong begins, in characters of the query.</summary>
    public int Start { get; } = start;

    /// <summary>Where it ends.</summary>
    public int End { get; } = end;
}
