using System.Diagnostics.CodeAnalysis;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Functions;

/// <summary>The functions of queries, by name in whatever case.</summary>
/// <remarks>CloudWatch Logs User Guide, "Boolean, comparison, numeric, datetime, and other functions".</remarks>
internal static class FunctionTable
{
    private static readonly Dictionary<string, QueryFunction> Functions = new(
        [.. NumericFunctions.All, .. StringFunctions.All, .. GeneralFunctions.All, .. AddressFunctions.All], StringComparer.OrdinalIgnoreCase);

    public static bool TryFind(string name, QueryWindow window, [NotNullWhen(true)] out QueryFunction? function)
    {
        function = name.ToLowerInvariant() switch
        {
            "now" => Constant(window.Now.ToUnixTimeSeconds()),
            "querystarttime" => Constant(window.From),
            "queryendtime" => Constant(window.To),
            "querytimerange" => Constant(window.To - window.From),
            _ => Functions.GetValueOrDefault(name),
        };
        return function is not null;
    }

    private static QueryFunction Constant(long value) => new(0, 0, _ => QueryValue.Of(value));
}
