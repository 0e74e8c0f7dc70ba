using System.Collections.Immutable;
using System.Globalization;
using Brasa.Services.Logs.Insights.Aggregates;
using Brasa.Services.Logs.Insights.Stages;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Syntax;

/// <summary>Reads the commands of a query.</summary>
internal sealed class QueryParser
{
    private const int MaxCommands = 100;

    /// <remarks>CloudWatch Logs User Guide, "stats": a query has two of them at most.</remarks>
    private const int MaxStats = 2;

    private readonly TokenReader reader;
    private readonly ExpressionParser expressions;
    private readonly ShownColumns columns = new();
    private readonly List<Func<MemoryBudget, QueryStage>> stages = [];

    /// <summary>Where sorts stand whose rows only matter up to a limit, if one follows.</summary>
    private readonly List<SortLimit> sorts = [];
    private bool isCounted;
    private int stats;

    public QueryParser(string query, QueryWindow window)
    {
        reader = new TokenReader(query);
        expressions = new ExpressionParser(reader, window);
    }

    public InsightsQuery Read()
    {
        var count = 0;
        do
        {
            if (++count > MaxCommands) throw reader.Unexpected();
            ReadCommand();
        }
        while (reader.TryTakeSymbol("|"));

        if (reader.Next.Kind != TokenKind.End) throw reader.Unexpected();
        LimitSorts(InsightsQuery.MaxRows);
        CountMatches();
        return new InsightsQuery([.. stages], columns.All);
    }

    private void ReadCommand()
    {
        var command = reader.Next;
        if (command.Kind != TokenKind.Name) throw reader.Unexpected();
        reader.Take();
        switch (command.Text.ToLowerInvariant())
        {
            case "fields": ReadFields(columns.Add); break;
            case "display": ReadFields(columns.Replace); break;
            case "filter": ReadFilter(); break;
            case "parse": ReadParse(); break;
            case "stats": ReadStats(command); break;
            case "sort": ReadSort(); break;
            case "limit": ReadLimit(); break;
            case "dedup": ReadDedup(); break;
            default: throw reader.Unexpected(command);
        }
    }

    private void ReadFields(Action<IEnumerable<string>> show)
    {
        var fields = ReadNamed();
        var computed = fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Key, field.Value!)).ToList();
        if (computed.Count > 0) stages.Add(_ => new FieldsStage(computed));
        show(fields.Select(field => field.Key));
    }

    private void ReadFilter()
    {
        var condition = expressions.Read();
        KeepSorts();
        stages.Add(_ => new FilterStage(condition));
    }

    private void ReadParse()
    {
        Expression source = row => row.Find("@message");
        if (reader.Next.Kind is TokenKind.Name or TokenKind.QuotedName)
        {
            var field = reader.Take().Text;
            source = row => row.Find(field);
        }

        if (reader.Next.Kind == TokenKind.Regex)
        {
            ReadRegex(source);
            return;
        }

        var glob = reader.Take(TokenKind.Text);
        if (!reader.TryTakeWord("as")) throw reader.Unexpected();
        var names = ReadNames();
        var pieces = glob.Text.Split('*').ToImmutableArray();
        if (pieces.Length != names.Length + 1) throw reader.Unexpected(glob);
        columns.AddParsed(names);
        stages.Add(_ => new GlobStage(source, pieces, names));
    }

    private void ReadRegex(Expression source)
    {
        var token = reader.Take();
        var regex = QueryRegex.Create(token);
        var groups = regex.GetGroupNames().Where(name => !char.IsAsciiDigit(name[0])).ToList();
        var names = reader.TryTakeWord("as") ? ReadNames() : [.. groups];
        if (groups.Count == 0 && names.Length > 0) groups = [.. regex.GetGroupNames().Skip(1)];
        if (groups.Count == 0 || groups.Count != names.Length) throw reader.Unexpected(token);
        columns.AddParsed(names);
        var parts = groups.Zip(names, KeyValuePair.Create).ToImmutableArray();
        stages.Add(_ => new RegexStage(source, regex, parts));
    }

    private void ReadStats(QueryToken command)
    {
        if (++stats > MaxStats) throw reader.Unexpected(command);
        KeepSorts();
        CountMatches();
        var aggregates = new List<Func<MemoryBudget, Aggregate>>();
        expressions.Aggregates = aggregates;
        var results = ReadExpressions();
        expressions.Aggregates = null;
        var keys = reader.TryTakeWord("by") ? ReadExpressions() : [];
        columns.Reset([.. keys.Select(key => key.Key), .. results.Select(result => result.Key)]);
        stages.Add(budget => new StatsStage(keys, aggregates, results, budget));
    }

    private void ReadSort()
    {
        KeepSorts();
        CountMatches();
        var keys = new List<(string Field, bool IsDescending)>();
        do
        {
            var field = ReadField();
            var isDescending = reader.TryTakeWord("desc");
            if (!isDescending) reader.TryTakeWord("asc");
            keys.Add((field, isDescending));
        }
        while (reader.TryTakeSymbol(","));

        var kept = new SortLimit();
        sorts.Add(kept);
        stages.Add(budget => new SortStage(keys, kept.Rows, budget));
    }

    private void ReadLimit()
    {
        CountMatches();
        var token = reader.Take(TokenKind.Number);
        if (!int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > InsightsQuery.MaxRows) throw reader.Unexpected(token);
        LimitSorts(limit);
        stages.Add(_ => new LimitStage(limit));
    }

    private void ReadDedup()
    {
        KeepSorts();
        CountMatches();
        var names = ReadNames();
        stages.Add(budget => new DedupStage(names, budget));
    }

    /// <summary>What follows passes on rows that come later than the first ones, so that a sort keeps all.</summary>
    private void KeepSorts() => sorts.Clear();

    private void LimitSorts(int limit)
    {
        foreach (var sort in sorts) sort.Rows = limit;
        sorts.Clear();
    }

    private void CountMatches()
    {
        if (isCounted) return;
        isCounted = true;
        stages.Add(_ => new CountStage());
    }

    private List<KeyValuePair<string, Expression>> ReadExpressions() =>
        [.. ReadNamed().Select(field => KeyValuePair.Create(field.Key, field.Value ?? (row => row.Find(field.Key))))];

    /// <summary>Reads expressions with their names; of a field that is not renamed only the name.</summary>
    private List<KeyValuePair<string, Expression?>> ReadNamed()
    {
        var fields = new List<KeyValuePair<string, Expression?>>();
        do
        {
            var first = reader.Next;
            var isField = first.Kind is TokenKind.Name or TokenKind.QuotedName && !reader.IsCallNext;
            var value = expressions.Read();
            var source = reader.TextFrom(first);
            isField = isField && source.Length == first.End - first.Start;
            var name = reader.TryTakeWord("as") ? ReadField() : null;
            fields.Add(KeyValuePair.Create(name ?? (isField ? first.Text : source), isField && name is null ? null : value)!);
        }
        while (reader.TryTakeSymbol(","));
        return fields;
    }

    private ImmutableArray<string> ReadNames()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        do names.Add(ReadField());
        while (reader.TryTakeSymbol(","));
        return names.ToImmutable();
    }

    private string ReadField() => reader.Next.Kind is TokenKind.Name or TokenKind.QuotedName ? reader.Take().Text : throw reader.Unexpected();

    /// <summary>How many rows of a sort matter.</summary>
    private sealed class SortLimit
    {
        public int Rows { get; set; } = int.MaxValue;
    }
}
