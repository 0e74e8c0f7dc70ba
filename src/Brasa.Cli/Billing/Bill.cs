using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Brasa.Cli.Aws;

namespace Brasa.Cli.Billing;

/// <summary>A month's bill, as the server makes it.</summary>
/// <param name="Month">As <c>2026-01</c>.</param>
/// <param name="By">What rows are grouped by.</param>
/// <param name="Currency">As <c>USD</c>.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Total">Their sum.</param>
/// <param name="Unmetered">Invocations since the server's start that are not in it.</param>
internal sealed record Bill(string Month, string By, string Currency, IReadOnlyList<BillRow> Rows, BillRow Total, long Unmetered)
{
    private const string Service = "brasa";

    /// <summary>Asks a server for it.</summary>
    /// <param name="aws">Asks.</param>
    /// <param name="by">What to group by.</param>
    /// <param name="month">As <c>2026-01</c>; <c>null</c> for the present one.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="CliException">The server refused, or there is none.</exception>
    public static async Task<Bill> ReadAsync(AwsClient aws, string by, string? month, CancellationToken ct)
    {
        var query = $"by={Uri.EscapeDataString(by)}{(month is null ? "" : $"&month={Uri.EscapeDataString(month)}")}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/_brasa/bill?{query}", UriKind.Relative));
        using var response = await aws.SendAsync(request, Service, aws.Caller.Region, ct);
        try
        {
            return await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(ct), BillJson.Default.Bill, ct) ?? throw new JsonException("nothing");
        }
        catch (JsonException)
        {
            throw new CliException($"what listens at {aws.Address} is no Brasa server, or an older one. Name another with --endpoint.");
        }
    }

    /// <summary>The rows and their sum as JSON, amounts as numbers with all their digits.</summary>
    public string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("month", Month);
            json.WriteString("by", By);
            json.WriteString("currency", Currency);
            json.WriteStartArray("rows");
            foreach (var row in Rows)
            {
                json.WriteStartObject();
                json.WriteString("key", row.Key);
                WriteAmounts(json, row);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("total");
            WriteAmounts(json, Total);
            json.WriteEndObject();
            json.WriteNumber("unmetered", Unmetered);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>The rows as CSV (RFC 4180), with a line of names.</summary>
    public string ToCsv()
    {
        var csv = new StringBuilder("key,requests,billed_ms,gb_seconds,charge,aws_charge\r\n");
        foreach (var row in Rows)
            csv.Append(CultureInfo.InvariantCulture, $"{Quote(row.Key)},{row.Requests},{row.BilledMs},{row.GbSeconds},{row.Charge},{row.AwsCharge}\r\n");
        return csv.ToString();
    }

    private static void WriteAmounts(Utf8JsonWriter json, BillRow row)
    {
        json.WriteNumber("requests", row.Requests);
        json.WriteNumber("billed_ms", row.BilledMs);
        json.WriteNumber("gb_seconds", row.GbSeconds);
        json.WriteNumber("charge", row.Charge);
        json.WriteNumber("aws_charge", row.AwsCharge);
    }

    private static string Quote(string text) => text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>What one key has used, and what that costs.</summary>
/// <param name="Key">A function's ARN, an account, tags or a day.</param>
/// <param name="Requests">Invocations.</param>
/// <param name="BilledMs">Milliseconds billed.</param>
/// <param name="InitMs">Those of them that were INIT.</param>
/// <param name="GbSeconds">GB of memory times seconds billed.</param>
/// <param name="Charge">By the operator's prices.</param>
/// <param name="AwsCharge">By AWS's.</param>
internal sealed record BillRow(string Key, long Requests, long BilledMs, long InitMs, decimal GbSeconds, decimal Charge, decimal AwsCharge);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(Bill))]
internal sealed partial class BillJson : JsonSerializerContext;
