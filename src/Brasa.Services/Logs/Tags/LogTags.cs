using System.Collections.Immutable;
using Brasa.Contracts.Logs;

namespace Brasa.Services.Logs.Tags;

/// <summary>Tags of log groups.</summary>
internal static class LogTags
{
    private const int MostTags = 50;
    private const string Reserved = "aws:";

    /// <summary>Tags with further ones, which win.</summary>
    /// <exception cref="InvalidParameterException">Some tag is AWS's own.</exception>
    /// <exception cref="TooManyTagsException">There would be too many.</exception>
    public static ImmutableSortedDictionary<string, string> Add(ImmutableSortedDictionary<string, string> tags, IReadOnlyDictionary<string, string> added)
    {
        foreach (var key in added.Keys)
        {
            if (key.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase)) throw LogErrors.Invalid("aws: prefixed tag key names are not allowed for external use.");
        }

        var all = tags.SetItems(added);
        return all.Count <= MostTags ? all : throw new TooManyTagsException($"A log group can have at most {MostTags} tags.");
    }

    /// <summary>Whether tags have what a listing asks for: a key, and with it one of the values where any are named.</summary>
    public static bool Matches(ImmutableSortedDictionary<string, string> tags, TagFilter filter) =>
        tags.TryGetValue(filter.Key, out var value) && (filter.Values is not { Count: > 0 } wanted || wanted.Any(text => Matches(value, text)));

    /// <summary>Whether a value is like another, which may be marked as unwanted by an exclamation mark, and be open at either end by an asterisk.</summary>
    private static bool Matches(string value, string wanted)
    {
        var isUnwanted = wanted.StartsWith('!');
        var text = isUnwanted ? wanted[1..] : wanted;
        var (fromStart, toEnd) = (!text.StartsWith('*'), !text.EndsWith('*'));
        var part = text.Trim('*');
        var isAlike = (fromStart, toEnd) switch
        {
            (true, true) => value == part,
            (true, false) => value.StartsWith(part, StringComparison.Ordinal),
            (false, true) => value.EndsWith(part, StringComparison.Ordinal),
            _ => value.Contains(part, StringComparison.Ordinal),
        };
        return isAlike != isUnwanted;
    }
}
