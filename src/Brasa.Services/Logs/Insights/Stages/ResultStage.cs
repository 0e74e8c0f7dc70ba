using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Stages;

/// <summary>Keeps what is shown of the first rows.</summary>
internal sealed class ResultStage(IReadOnlyList<string> columns, int limit, MemoryBudget budget) : QueryStage
{
    private const string Pointer = "@ptr";

    /// <summary>Bytes that a field takes beside its value.</summary>
    private const int Overhead = 60;

    private readonly List<IReadOnlyList<KeyValuePair<string, string>>> rows = [];

    public IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> Rows => rows;

    /// <summary>Bytes that they take, roughly.</summary>
    public long Size { get; private set; }

    public override void Take(QueryRow row)
    {
        if (rows.Count == limit) return;
        var fields = new List<KeyValuePair<string, string>>(columns.Count + 1);
        foreach (var column in columns)
        {
            if (row.Find(column).ToString() is { } value) fields.Add(new(column, value));
        }

        if (row.Pointer is { } pointer && !columns.Contains(Pointer)) fields.Add(new(Pointer, pointer));
        var size = fields.Sum(field => Overhead + (2L * field.Value.Length));
        budget.Take(size);
        Size += size;
        rows.Add(fields);
    }
}
