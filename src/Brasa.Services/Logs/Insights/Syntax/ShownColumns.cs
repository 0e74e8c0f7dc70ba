using System.Collections.Immutable;

namespace Brasa.Services.Logs.Insights.Syntax;

/// <summary>The fields that a query shows: those of its last <c>display</c>, or else all that it names, or else the time and the message.</summary>
internal sealed class ShownColumns
{
    private List<string>? named;
    private List<string>? displayed;
    private readonly List<string> parsed = [];

    public ImmutableArray<string> All => [.. (displayed ?? [.. named ?? ["@timestamp", "@message"], .. parsed]).Distinct(StringComparer.Ordinal)];

    public void Add(IEnumerable<string> names) => (named ??= []).AddRange(names);

    public void AddParsed(IEnumerable<string> names) => parsed.AddRange(names);

    public void Replace(IEnumerable<string> names) => displayed = [.. names];

    /// <summary>All rows are made anew.</summary>
    public void Reset(IEnumerable<string> names)
    {
        named = [.. names];
        displayed = null;
        parsed.Clear();
    }
}
