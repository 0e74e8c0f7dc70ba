using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Stages;

/// <summary>Puts rows in order. Rows of the same keys stay as they were; what is missing comes first.</summary>
/// <param name="keys">Fields, and whether the largest come first.</param>
/// <param name="kept">How many of the first rows matter.</param>
/// <param name="budget">What they may take.</param>
internal sealed class SortStage(IReadOnlyList<(string Field, bool IsDescending)> keys, int kept, MemoryBudget budget) : QueryStage
{
    /// <summary>Rows beyond those that matter that are kept until they are sorted out.</summary>
    private const int Slack = 10_000;

    private List<Entry> rows = [];

    public override void Take(QueryRow row)
    {
        var entry = new Entry(row, [.. keys.Select(key => row.Find(key.Field))], row.Size);
        budget.Take(entry.Size);
        rows.Add(entry);
        if (kept < int.MaxValue && rows.Count >= kept + Slack) Prune();
    }

    public override void End()
    {
        foreach (var entry in Sort())
        {
            budget.Return(entry.Size);
            Next!.Take(entry.Row);
        }

        rows = [];
        base.End();
    }

    private void Prune()
    {
        var sorted = Sort().ToList();
        foreach (var entry in sorted.Skip(kept)) budget.Return(entry.Size);
        rows = sorted[..kept];
    }

    private IEnumerable<Entry> Sort() => rows.OrderBy(entry => entry, Comparer<Entry>.Create(Compare)).Take(kept);

    private int Compare(Entry left, Entry right)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var order = Compare(left.Keys[i], right.Keys[i]);
            if (order != 0) return keys[i].IsDescending ? -order : order;
        }

        return 0;
    }

    /// <remarks>Numbers come before texts, so that there is one order of all.</remarks>
    private static int Compare(QueryValue left, QueryValue right)
    {
        var (leftRank, rightRank) = (Rank(left), Rank(right));
        if (leftRank != rightRank) return leftRank.CompareTo(rightRank);
        return leftRank == 0 ? 0 : left.CompareTo(right);
    }

    private static int Rank(QueryValue value) => value.IsMissing ? 0 : value.TryGetNumber(out _) ? 1 : 2;

    private readonly record struct Entry(QueryRow Row, QueryValue[] Keys, long Size);
}
