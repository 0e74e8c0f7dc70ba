using System.Globalization;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Fields;

/// <summary>What is known of events that Lambda's platform writes, and the request that others belong to.</summary>
/// <remarks>CloudWatch Logs User Guide, "Supported logs and discovered fields", Lambda logs. Memory is in bytes, a megabyte being a million of them.</remarks>
internal static class LambdaFields
{
    private const double BytesOfMegabyte = 1_000_000;

    private static readonly Dictionary<string, (string Field, double Factor)> Measures = new(StringComparer.Ordinal)
    {
        ["Duration"] = ("@duration", 1),
        ["Billed Duration"] = ("@billedDuration", 1),
        ["Memory Size"] = ("@memorySize", BytesOfMegabyte),
        ["Max Memory Used"] = ("@maxMemoryUsed", BytesOfMegabyte),
        ["Init Duration"] = ("@initDuration", 1),
        ["Restore Duration"] = ("@restoreDuration", 1),
    };

    public static bool AreOf(string group) => group.StartsWith("/aws/lambda/", StringComparison.Ordinal);

    public static void AddTo(Dictionary<string, QueryValue> fields, string message)
    {
        var space = message.IndexOf(' ', StringComparison.Ordinal);
        var type = space > 0 ? message[..space] : "";
        if (type is "START" or "END" or "REPORT" or "INIT_START" or "INIT_REPORT" or "EXTENSION" or "XRAY") fields["@type"] = QueryValue.Of(type);
        if (type is "START" or "END" or "REPORT") AddParts(fields, message[(space + 1)..]);
        else AddRequest(fields, message);
    }

    private static void AddParts(Dictionary<string, QueryValue> fields, string text)
    {
        foreach (var part in text.Split(['\t', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = part.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0) continue;
            var (name, value) = (part[..colon], part[(colon + 2)..]);
            var word = value.Split(' ')[0];
            switch (name)
            {
                case "RequestId": fields["@requestId"] = QueryValue.Of(word); break;
                case "XRAY TraceId": fields["@xrayTraceId"] = QueryValue.Of(word); break;
                case "SegmentId": fields["@xraySegmentId"] = QueryValue.Of(word); break;
                default: AddMeasure(fields, name, word); break;
            }
        }
    }

    private static void AddMeasure(Dictionary<string, QueryValue> fields, string name, string word)
    {
        if (Measures.TryGetValue(name, out var measure) && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            fields[measure.Field] = QueryValue.Of(value * measure.Factor);
    }

    /// <summary>A runtime puts the request's id between tabs.</summary>
    private static void AddRequest(Dictionary<string, QueryValue> fields, string message)
    {
        foreach (var part in message.AsSpan().Split('\t'))
        {
            if (!Guid.TryParseExact(message.AsSpan()[part], "D", out _)) continue;
            fields["@requestId"] = QueryValue.Of(message[part]);
            return;
        }
    }
}
