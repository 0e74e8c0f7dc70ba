using System.Globalization;

namespace Brasa.Conformance.Tests.Support;

/// <summary>A REPORT line, taken apart.</summary>
internal sealed record Report(string RequestId, decimal Duration, long Billed, int MemorySize, int MaxMemoryUsed, decimal? Init, string? Status, string? ErrorType)
{
    public static Report Parse(string line)
    {
        var fields = line.Split('\t', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split(": ", 2))
            .ToDictionary(field => field[0], field => field[1]);
        return new Report(
            fields["REPORT RequestId"],
            Number(fields["Duration"], "ms"),
            (long)Number(fields["Billed Duration"], "ms"),
            (int)Number(fields["Memory Size"], "MB"),
            (int)Number(fields["Max Memory Used"], "MB"),
            fields.TryGetValue("Init Duration", out var init) ? Number(init, "ms") : null,
            fields.GetValueOrDefault("Status"),
            fields.GetValueOrDefault("Error Type"));
    }

    private static decimal Number(string text, string unit)
    {
        Assert.EndsWith($" {unit}", text, StringComparison.Ordinal);
        return decimal.Parse(text[..^(unit.Length + 1)], CultureInfo.InvariantCulture);
    }
}
