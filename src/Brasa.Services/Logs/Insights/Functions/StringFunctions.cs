using System.Text;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Functions;

/// <summary>Functions of texts.</summary>
internal static class StringFunctions
{
    /// <summary>Characters of a text that is computed: an event's, and as many again.</summary>
    private const int MaxCharacters = 2 * 1_048_576;

    public static IEnumerable<KeyValuePair<string, QueryFunction>> All { get; } =
    [
        new("isempty", new QueryFunction(1, 1, a => QueryValue.Of(string.IsNullOrEmpty(a[0].ToString())))),
        new("isblank", new QueryFunction(1, 1, a => QueryValue.Of(string.IsNullOrWhiteSpace(a[0].ToString())))),
        new("concat", new QueryFunction(1, NumericFunctions.Many, a => Bounded(string.Concat(a.Select(value => value.ToString()))))),
        new("strlen", QueryFunction.OfTexts(1, 1, a => QueryValue.Of(a[0].EnumerateRunes().Count()))),
        new("toupper", QueryFunction.OfTexts(1, 1, a => QueryValue.Of(a[0].ToUpperInvariant()))),
        new("tolower", QueryFunction.OfTexts(1, 1, a => QueryValue.Of(a[0].ToLowerInvariant()))),
        new("trim", QueryFunction.OfTexts(1, 2, a => QueryValue.Of(a.Length > 1 ? a[0].Trim(a[1].ToCharArray()) : a[0].Trim()))),
        new("ltrim", QueryFunction.OfTexts(1, 2, a => QueryValue.Of(a.Length > 1 ? a[0].TrimStart(a[1].ToCharArray()) : a[0].TrimStart()))),
        new("rtrim", QueryFunction.OfTexts(1, 2, a => QueryValue.Of(a.Length > 1 ? a[0].TrimEnd(a[1].ToCharArray()) : a[0].TrimEnd()))),
        new("substr", new QueryFunction(2, 3, Substring)),
        new("replace", QueryFunction.OfTexts(3, 3, a => Replace(a[0], a[1], a[2]))),
        new("strcontains", new QueryFunction(2, 3, Contains)),
        new("startsWith", QueryFunction.OfTexts(2, 2, a => QueryValue.Of(a[0].StartsWith(a[1], StringComparison.Ordinal)))),
        new("endsWith", QueryFunction.OfTexts(2, 2, a => QueryValue.Of(a[0].EndsWith(a[1], StringComparison.Ordinal)))),
        new("urlencode", QueryFunction.OfTexts(1, 1, a => QueryValue.Of(Uri.EscapeDataString(a[0])))),
        new("urldecode", QueryFunction.OfTexts(1, 1, a => QueryValue.Of(Uri.UnescapeDataString(a[0].Replace('+', ' '))))),
        new("base64encode", QueryFunction.OfTexts(1, 1, a => QueryValue.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(a[0]))))),
        new("base64decode", QueryFunction.OfTexts(1, 1, a => FromBase64(a[0]))),
        new("messageSize", QueryFunction.OfTexts(1, 1, a => QueryValue.Of(Encoding.UTF8.GetByteCount(a[0])))),
        new("isNumeric", new QueryFunction(1, 1, a => QueryValue.Of(a[0].TryGetNumber(out _)))),
    ];

    private static QueryValue Bounded(string text) => QueryValue.Of(text.Length > MaxCharacters ? text[..MaxCharacters] : text);

    private static QueryValue Substring(QueryValue[] arguments)
    {
        if (arguments[0].ToString() is not { } text || !arguments[1].TryGetNumber(out var start) || start < 0) return default;
        var length = (double)text.Length;
        if (arguments.Length > 2 && (!arguments[2].TryGetNumber(out length) || length < 0)) return default;
        var from = (int)Math.Min(start, text.Length);
        return QueryValue.Of(text.Substring(from, (int)Math.Min(length, text.Length - from)));
    }

    private static QueryValue Replace(string text, string search, string replacement)
    {
        if (search.Length == 0) return QueryValue.Of(text);
        var count = (long)text.AsSpan().Count(search);
        return text.Length + (count * (replacement.Length - search.Length)) > MaxCharacters
            ? default
            : QueryValue.Of(text.Replace(search, replacement, StringComparison.Ordinal));
    }

    private static QueryValue Contains(QueryValue[] arguments)
    {
        if (arguments[0].ToString() is not { } text || arguments[1].ToString() is not { } part) return QueryValue.Of(false);
        var ignoresCase = arguments.Length > 2 && arguments[2].IsTrue;
        return QueryValue.Of(text.Contains(part, ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
    }

    private static QueryValue FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? QueryValue.Of(Encoding.UTF8.GetString(bytes, 0, length)) : default;
    }
}
