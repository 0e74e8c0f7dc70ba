using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Brasa.Cli.Logs;

/// <summary>How lines of logs, which functions write and nobody can trust, are shown.</summary>
internal static partial class LogText
{
    private const int MostOfName = 40;

    /// <summary>A stream by the part that tells it from others: of a function's the version, unless it is <c>$LATEST</c>, and the beginning of its id.</summary>
    public static string ShortName(string stream) =>
        FunctionStream.Match(stream) is { Success: true } parts
            ? $"{parts.Groups["function"]}{(parts.Groups["version"].Value is var version && version == "$LATEST" ? "" : $"[{version}]")}{parts.Groups["id"]}"
            : stream.Length > MostOfName ? $"…{stream[^MostOfName..]}" : stream;

    /// <summary>The same text with all that a terminal would obey, or that would change the order of what is read, made visible.</summary>
    public static string Harmless(string text)
    {
        if (text.All(IsPlain)) return text;
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHarmless(rune)) shown.Append(rune);
            else if (rune.Value < 0x20) shown.Append((char)(0x2400 + rune.Value)); // the picture of that control character
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return shown.ToString();
    }

    private static bool IsPlain(char value) => value is (>= ' ' and <= '~') or '\t';

    private static bool IsHarmless(Rune rune) => rune.Value == '\t' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    /// <remarks>Lambda developer guide, "Viewing CloudWatch logs for Lambda functions"; in a group of several functions their name stands in front.</remarks>
    [GeneratedRegex(@"\A\d{4}/\d\d/\d\d/(?<function>[^\[\]]*)\[(?<version>[^\[\]]+)\](?<id>[0-9a-f]{8})[0-9a-f]{24}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FunctionStream { get; }
}
