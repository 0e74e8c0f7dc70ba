using System.Globalization;
using Brasa.Services.Logs.Insights.Aggregates;
using Brasa.Services.Logs.Insights.Functions;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Syntax;

/// <summary>Reads expressions. From the loosest to the tightest: or, and, not, comparisons, + and -, * / and %, ^, a sign.</summary>
internal sealed class ExpressionParser(TokenReader reader, QueryWindow window)
{
    /// <summary>Expressions inside of each other.</summary>
    private const int MaxDepth = 100;

    private static readonly string[] Comparisons = ["=", "!=", "<", "<=", ">", ">="];

    private int depth;

    /// <summary>Where aggregates of <c>stats</c> are gathered; <c>null</c> outside of it.</summary>
    public List<Func<MemoryBudget, Aggregate>>? Aggregates { get; set; }

    /// <summary>What an aggregate's value is known as in the row that <c>stats</c> makes; no field of a query has such a name.</summary>
    public static string AggregateName(int index) => $"\0{index.ToString(CultureInfo.InvariantCulture)}";

    public Expression Read()
    {
        if (++depth > MaxDepth) throw reader.Unexpected();
        var any = new List<Expression>();
        do any.Add(ReadAll());
        while (reader.TryTakeWord("or"));
        depth--;
        return any is [var only] ? only : row => QueryValue.Of(any.Exists(one => one(row).IsTrue));
    }

    private Expression ReadAll()
    {
        var all = new List<Expression>();
        do all.Add(ReadNot());
        while (reader.TryTakeWord("and"));
        return all is [var only] ? only : row => QueryValue.Of(all.TrueForAll(one => one(row).IsTrue));
    }

    private Expression ReadNot()
    {
        var isNegated = false;
        while (reader.TryTakeWord("not")) isNegated = !isNegated;
        var inner = ReadComparison();
        return isNegated ? row => QueryValue.Of(!inner(row).IsTrue) : inner;
    }

    private Expression ReadComparison()
    {
        var left = ReadSum();
        if (reader.TryTakeSymbol("=~") || reader.TryTakeWord("like")) return ReadLike(left);
        if (reader.TryTakeWords("not", "like")) return Not(ReadLike(left));
        if (reader.TryTakeWord("in")) return ReadIn(left);
        if (reader.TryTakeWords("not", "in")) return Not(ReadIn(left));
        foreach (var op in Comparisons)
        {
            if (reader.TryTakeSymbol(op)) return Compare(left, op, ReadSum());
        }

        return left;
    }

    private static Expression Not(Expression inner) => row => QueryValue.Of(!inner(row).IsTrue);

    /// <remarks>What is missing equals nothing, and so differs from everything; it has no place in an order.</remarks>
    private static Expression Compare(Expression left, string op, Expression right)
    {
        Func<int, bool> test = op switch
        {
            "=" => order => order == 0,
            "!=" => order => order != 0,
            "<" => order => order < 0,
            "<=" => order => order <= 0,
            ">" => order => order > 0,
            _ => order => order >= 0,
        };
        return row =>
        {
            var (mine, its) = (left(row), right(row));
            return QueryValue.Of(mine.IsMissing || its.IsMissing || mine.Json is not null || its.Json is not null ? op == "!=" : test(mine.CompareTo(its)));
        };
    }

    private Expression ReadLike(Expression left)
    {
        if (reader.Next.Kind == TokenKind.Regex)
        {
            var regex = QueryRegex.Create(reader.Take());
            return row => QueryValue.Of(left(row).ToString() is { } text && regex.IsMatch(text));
        }

        var part = reader.Take(TokenKind.Text).Text;
        return row => QueryValue.Of(left(row).ToString() is { } text && text.Contains(part, StringComparison.Ordinal));
    }

    private Expression ReadIn(Expression left)
    {
        reader.TakeSymbol("[");
        var values = new List<Expression>();
        do values.Add(ReadSum());
        while (reader.TryTakeSymbol(","));
        reader.TakeSymbol("]");
        return row =>
        {
            var value = left(row);
            return QueryValue.Of(!value.IsMissing && values.Exists(one => one(row) is { IsMissing: false } other && value.CompareTo(other) == 0));
        };
    }

    private Expression ReadSum() => ReadChain(ReadProduct, ["+", "-"]);

    private Expression ReadProduct() => ReadChain(ReadPower, ["*", "/", "%"]);

    private Expression ReadPower() => ReadChain(ReadSigned, ["^"]);

    private Expression ReadChain(Func<Expression> readOne, string[] operators)
    {
        var first = readOne();
        List<(string Operator, Expression Operand)>? rest = null;
        while (Array.Find(operators, reader.TryTakeSymbol) is { } op) (rest ??= []).Add((op, readOne()));
        if (rest is null) return first;
        return row =>
        {
            if (!first(row).TryGetNumber(out var value)) return default;
            foreach (var (op, operand) in rest)
            {
                if (!operand(row).TryGetNumber(out var other)) return default;
                value = Calculate(op, value, other);
            }

            return QueryValue.Of(value);
        };
    }

    private static double Calculate(string op, double left, double right) => op switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "%" => left % right,
        _ => Math.Pow(left, right),
    };

    private Expression ReadSigned()
    {
        var isNegative = false;
        while (reader.TryTakeSymbol("-")) isNegative = !isNegative;
        var inner = ReadOperand();
        return isNegative ? row => inner(row).TryGetNumber(out var value) ? QueryValue.Of(-value) : default : inner;
    }

    private Expression ReadOperand()
    {
        if (reader.TryTakeSymbol("("))
        {
            var inner = Read();
            reader.TakeSymbol(")");
            return inner;
        }

        var isCall = reader.IsCallNext;
        var token = reader.Take();
        switch (token.Kind)
        {
            case TokenKind.Text:
                var text = QueryValue.Of(token.Text);
                return _ => text;
            case TokenKind.Number:
                var number = QueryValue.Of(double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture));
                return _ => number;
            case TokenKind.QuotedName:
                return row => row.Find(token.Text);
            case TokenKind.Name when isCall:
                return ReadCall(token);
            case TokenKind.Name:
                return ReadName(token.Text);
            default:
                throw reader.Unexpected(token);
        }
    }

    private static Expression ReadName(string name)
    {
        if (!name.Equals("true", StringComparison.OrdinalIgnoreCase) && !name.Equals("false", StringComparison.OrdinalIgnoreCase)) return row => row.Find(name);
        var truth = QueryValue.Of(name.Equals("true", StringComparison.OrdinalIgnoreCase));
        return _ => truth;
    }

    private Expression ReadCall(QueryToken name)
    {
        var parenthesis = reader.Take();
        if (Aggregates is { } aggregates && AggregateTable.TryRead(name.Text, reader, Read) is { } aggregate)
        {
            var value = AggregateName(aggregates.Count);
            aggregates.Add(aggregate);
            return row => row.Find(value);
        }

        if (TimeFunctions.TryRead(name.Text, reader, Read) is { } time) return time;
        if (!FunctionTable.TryFind(name.Text, window, out var function)) throw reader.Unexpected(parenthesis);

        var arguments = new List<Expression>();
        if (!reader.TryTakeSymbol(")"))
        {
            do arguments.Add(Read());
            while (reader.TryTakeSymbol(","));
            reader.TakeSymbol(")");
        }

        if (arguments.Count < function.Least || arguments.Count > function.Most) throw reader.Unexpected(name);
        return row => function.Evaluate([.. arguments.Select(argument => argument(row))]);
    }
}
