using System.Globalization;
using System.Text;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Stages;

/// <summary>One text for several values, that others have only with the same ones.</summary>
internal static class RowKey
{
    /// <summary>Bytes that a key takes in a set beside its characters.</summary>
    private const int Overhead = 80;

    public static string Of(IEnumerable<QueryValue> values)
    {
        var key = new StringBuilder();
        foreach (var value in values)
        {
            var text = value.ToString();
            key.Append(CultureInfo.InvariantCulture, $"{text?.Length ?? -1}:{text}");
        }

        return key.ToString();
    }

    public static long SizeOf(string key) => Overhead + (2L * key.Length);
}
