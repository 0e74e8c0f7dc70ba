using System.Buffers.Text;
using System.Text;
using Brasa.Core.Errors;

namespace Brasa.Core.Operations;

/// <summary>Pages of listings, and the markers between them: what a page ended with, so that a marker stays good whatever comes and goes.</summary>
public static class Pages
{
    /// <summary>Tells a marker from other text in base64.</summary>
    private const string Prefix = "after:";

    /// <summary>One page.</summary>
    /// <param name="following">What there is after a marker's name, or from the start, in order; taken no further than needed.</param>
    /// <param name="nameOf">What orders the items; a marker holds it.</param>
    /// <param name="limit">The most items of the page; at least 1.</param>
    /// <param name="marker">An earlier page's marker; <c>null</c> or empty for the first page.</param>
    /// <param name="invalid">The error for a marker that was not given out.</param>
    /// <returns>The items, and the next page's marker where there is one.</returns>
    public static (IReadOnlyList<T> Items, string? Next) Cut<T>(
        Func<string?, IEnumerable<T>> following, Func<T, string> nameOf, int limit, string? marker, Func<AwsException> invalid)
    {
        ArgumentNullException.ThrowIfNull(following);
        ArgumentNullException.ThrowIfNull(nameOf);
        ArgumentNullException.ThrowIfNull(invalid);

        var after = string.IsNullOrEmpty(marker) ? null : Read(marker) ?? throw invalid();
        var items = following(after).Take(limit + 1).ToList();
        if (items.Count <= limit) return (items, null);

        items.RemoveAt(limit);
        return (items, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Prefix + nameOf(items[^1]))));
    }

    private static string? Read(string marker) =>
        Base64Url.IsValid(marker) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(marker)) is var text && text.StartsWith(Prefix, StringComparison.Ordinal)
            ? text[Prefix.Length..]
            : null;
}
