using System.Globalization;
using Spectre.Console;

namespace Brasa.Bench.Results;

/// <summary>The results as a table on the terminal.</summary>
internal static class ResultTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<Row> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "against", "baseline", "Brasa", "compared", "aim", "");
        foreach (var row in rows)
        {
            table.AddRow(
                row.Name, row.Against, Measured(row.Baseline, row.Unit), Measured(row.Brasa, row.Unit),
                $"{Compared(row, row.Compared.Value)} [grey]({Compared(row, row.Compared.Low)} … {Compared(row, row.Compared.High)})[/]",
                row.Aim is { } aim ? $"{(aim.IsUpperLimit ? "≤" : "≥")} {Compared(row, aim.Limit)}" : "",
                Verdict(row));
        }

        console.Write(table);
    }

    private static string Measured(Figure figure, string unit) =>
        $"{Number(figure.Value)} {unit} [grey]({Number(figure.Low)} … {Number(figure.High)})[/]";

    private static string Compared(Row row, double value) => row.Comparison == Comparison.Ratio
        ? string.Create(CultureInfo.InvariantCulture, $"{value:F2}×")
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
