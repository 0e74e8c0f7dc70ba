using System.Globalization;
using Spectre.Console;

namespace Brasa.Bench.Results;

/// <summary>The results as a table on the terminal.</summary>
internal static class ResultTable
{
    /// <summary>Wide enough for a row on one line, also where the output is no terminal.</summary>
    private const int Width = 150;

    public static void Write(IAnsiConsole console, IReadOnlyList<Row> rows)
    {
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("", "against", "baseline", "Brasa", "compared", "lowest … highest", "aim", "");
        foreach (var column in table.Columns) column.NoWrap();
        foreach (var row in rows)
        {
            table.AddRow(
                row.Name, row.Against, $"{Number(row.Baseline.Value)} {row.Unit}", $"{Number(row.Brasa.Value)} {row.Unit}",
                Compared(row, row.Compared.Value), $"{Compared(row, row.Compared.Low)} … {Compared(row, row.Compared.High)}",
                row.Aim is { } aim ? $"{(aim.IsUpperLimit ? "≤" : "≥")} {Compared(row, aim.Limit)}" : "",
                Verdict(row));
        }

        console.Write(table);
    }

    private static string Compared(Row row, double value) => row.Comparison == Comparison.Ratio
        ? string.Create(CultureInfo.InvariantCulture, $"{value:F2}×")
        : row.Comparison == Comparison.Value ? string.Create(CultureInfo.InvariantCulture, $"{value:F1} {row.Unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{value:+0.0;−0.0} {row.Unit}");

    private static string Verdict(Row row) => row.Margin switch
    {
        null => "",
        >= 0 and var margin => $"[green]met by {Distance(row, margin)}[/]",
        { } margin => $"[red]missed by {Distance(row, -margin)}[/]",
    };

    private static string Distance(Row row, double value) => Compared(row, value).TrimStart('+');

    private static string Number(double value) => value.ToString(value switch { < 10 => "F3", < 1000 => "F1", _ => "N0" }, CultureInfo.InvariantCulture);
}
