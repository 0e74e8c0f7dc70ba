using System.Text.RegularExpressions;

namespace Brasa.Services.Logs.Insights.Syntax;

/// <summary>Makes regular expressions of queries, of time in proportion to the text.</summary>
internal static class QueryRegex
{
    /// <exception cref="QuerySyntaxException">It is none, or goes back in the text.</exception>
    public static Regex Create(QueryToken token)
    {
        try
        {
            return new Regex(token.Text.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            throw new QuerySyntaxException($"Invalid regular expression: {token.Text}", token.Start, token.End);
        }
    }
}
