using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Stages;

/// <summary>Takes the named groups of a regular expression out of a text.</summary>
internal sealed class RegexStage(Expression source, Regex regex, ImmutableArray<KeyValuePair<string, string>> groups) : QueryStage
{
    public override void Take(QueryRow row)
    {
        if (source(row).ToString() is { } text && regex.Match(text) is { Success: true } match)
        {
            foreach (var (group, name) in groups)
            {
                if (match.Groups[group] is { Success: true } found) row.Set(name, QueryValue.Of(found.Value));
            }
        }

        Next!.Take(row);
    }
}
