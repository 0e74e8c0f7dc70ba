using System.Text;
using Brasa.Services.Logs.Patterns;

namespace Brasa.Services.Tests.Logs.Patterns;

/// <summary>Asks whether a pattern matches a message.</summary>
internal static class PatternCase
{
    public static void Check(string pattern, string message, bool matches) =>
        Assert.True(FilterPattern.Parse(pattern).Matches(Encoding.UTF8.GetBytes(message)) == matches, $"{pattern} against {message}");

    public static void IsRefused(string pattern) => Assert.Throws<FilterPatternException>(() => FilterPattern.Parse(pattern));

    public static string Extract(string pattern, string message) => string.Join(
        "; ",
        FilterPattern.Parse(pattern).Extract(Encoding.UTF8.GetBytes(message)).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}
