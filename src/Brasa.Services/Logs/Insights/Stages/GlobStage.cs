using System.Collections.Immutable;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Stages;

/// <summary>Takes parts out of a text by what stands between them.</summary>
/// <param name="source">The text.</param>
/// <param name="pieces">What stands before, between and behind the parts: one more than there are parts.</param>
/// <param name="names">The parts' names.</param>
internal sealed class GlobStage(Expression source, ImmutableArray<string> pieces, ImmutableArray<string> names) : QueryStage
{
    public override void Take(QueryRow row)
    {
        if (source(row).ToString() is { } text) Parse(row, text);
        Next!.Take(row);
    }

    private void Parse(QueryRow row, string text)
    {
        var start = text.IndexOf(pieces[0], StringComparison.Ordinal);
        if (start < 0) return;

        start += pieces[0].Length;
        var values = new string[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var piece = pieces[i + 1];
            var end = piece.Length == 0 && i == names.Length - 1 ? text.Length : text.IndexOf(piece, start, StringComparison.Ordinal);
            if (end < 0) return;
            values[i] = text[start..end];
            start = end + piece.Length;
        }

        for (var i = 0; i < names.Length; i++) row.Set(names[i], QueryValue.Of(values[i]));
    }
}
