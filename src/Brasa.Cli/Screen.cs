using Spectre.Console;

namespace Brasa.Cli;

/// <summary>What commands say: with colour on a terminal, as plain text elsewhere.</summary>
internal sealed class Screen(IAnsiConsole console)
{
    /// <summary>Columns of a table where there is no terminal to fit it to.</summary>
    private const int UnboundedWidth = 400;

    /// <summary>Columns of a chart.</summary>
    private const int ChartWidth = 80;

    public static Screen Of(IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = UnboundedWidth;
        return new Screen(console);
    }

    public void Title(string text) => console.MarkupLineInterpolated($"[bold]{text}[/]");

    public void Done(string text) => console.MarkupLineInterpolated($"[green]✓[/] {text}");

    public void Note(string text) => console.MarkupLineInterpolated($"[yellow]![/] {text}");

    public void Fault(string text) => console.MarkupLineInterpolated($"[red]✗[/] {text}");

    /// <summary>Writes text as it is, with no line broken: commands to copy, JSON, log lines.</summary>
    public void Verbatim(string text)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n')) console.Profile.Out.Writer.WriteLine($"  {line.TrimEnd()}");
        console.Profile.Out.Writer.Flush();
    }

    public void Blank() => console.WriteLine();

    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Minimal);
        foreach (var column in columns) table.AddColumn(new TableColumn($"[bold]{Markup.Escape(column)}[/]"));
        foreach (var row in rows) table.AddRow([.. row.Select(cell => new Text(cell))]);
        console.Write(table);
    }

    /// <summary>Shows amounts as bars, where there are any.</summary>
    public void Chart(IEnumerable<(string Label, double Amount)> bars, Func<double, string> format)
    {
        var chart = new BarChart { Width = ChartWidth }.UseValueFormatter(format);
        foreach (var (label, amount) in bars) chart.AddItem(Markup.Escape(label), amount, Color.Green);
        if (chart.Data.Count > 0) console.Write(chart);
    }

    /// <summary>Writes text as it is and nothing else, for other programs.</summary>
    public void Raw(string text)
    {
        console.Profile.Out.Writer.Write(text);
        console.Profile.Out.Writer.Flush();
    }

    /// <summary>Shows that something is under way; the work may tell how far it is.</summary>
    public Task<T> WhileAsync<T>(string text, Func<Action<string>, Task<T>> work) =>
        console.Status().StartAsync(Markup.Escape(text), status => work(progress => status.Status($"{Markup.Escape($"{text} {progress}")}")));

    /// <inheritdoc cref="WhileAsync{T}"/>
    public Task WhileAsync(string text, Func<Task> work) => WhileAsync(text, async _ =>
    {
        await work();
        return true;
    });
}
