using System.Text;

namespace Brasa.Services.Logs.Insights.Syntax;

/// <summary>Cuts a query into tokens. Lines that begin with <c>#</c> are comments.</summary>
internal sealed class QueryLexer(string query)
{
    private static readonly string[] Symbols = ["!=", "<=", ">=", "=~", "=", "<", ">", "+", "-", "*", "/", "^", "%", "(", ")", "[", "]", ",", "|"];

    private readonly List<QueryToken> tokens = [];
    private int position;

    public List<QueryToken> Read()
    {
        while (SkipBlanks()) tokens.Add(ReadToken());
        tokens.Add(new QueryToken(TokenKind.End, "<EOF>", query.Length, query.Length));
        return tokens;
    }

    /// <summary>What is said of a token that is not expected.</summary>
    public static QuerySyntaxException Unexpected(string query, QueryToken token)
    {
        var before = query.AsSpan(0, token.Start);
        var line = before.Count('\n') + 1;
        var column = token.Start - (before.LastIndexOf('\n') + 1);
        return new QuerySyntaxException($"unexpected symbol found {token.Text} at line {line} and position {column}", token.Start, token.End);
    }

    private bool SkipBlanks()
    {
        while (position < query.Length)
        {
            if (query[position] == '#' && IsFirstOfLine()) position = query.IndexOf('\n', position) is >= 0 and var end ? end : query.Length;
            else if (char.IsWhiteSpace(query[position])) position++;
            else return true;
        }

        return false;
    }

    private bool IsFirstOfLine() => query.AsSpan(0, position).TrimEnd([' ', '\t']) is [] or [.., '\n'];

    private QueryToken ReadToken()
    {
        var start = position;
        var c = query[position];
        if (c is '"' or '\'') return ReadDelimited(TokenKind.Text);
        if (c == '`') return ReadQuotedName();
        if (c == '/' && IsRegexNext()) return ReadDelimited(TokenKind.Regex);
        if (char.IsAsciiDigit(c)) return ReadNumber();
        if (IsNamePart(c)) return ReadName(start);
        foreach (var symbol in Symbols)
        {
            if (!query.AsSpan(position).StartsWith(symbol, StringComparison.Ordinal)) continue;
            position += symbol.Length;
            return new QueryToken(TokenKind.Symbol, symbol, start, position);
        }

        throw Unexpected(query, new QueryToken(TokenKind.Symbol, c.ToString(), start, start + 1));
    }

    /// <summary>A slash begins a regular expression behind <c>like</c> and <c>=~</c>, and where <c>parse</c> has it; elsewhere it divides.</summary>
    private bool IsRegexNext()
    {
        if (tokens is not [.., var last]) return false;
        if (last is { Kind: TokenKind.Symbol, Text: "=~" } || IsKeyword(last, "like") || IsKeyword(last, "parse")) return true;
        return tokens is [.., var before, { Kind: TokenKind.Name or TokenKind.QuotedName }] && IsKeyword(before, "parse");
    }

    private static bool IsKeyword(QueryToken token, string word) => token.Kind == TokenKind.Name && token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <remarks>In texts a backslash goes before a quote or a backslash; in regular expressions all but that before a slash stay.</remarks>
    private QueryToken ReadDelimited(TokenKind kind)
    {
        var start = position;
        var delimiter = query[position++];
        var text = new StringBuilder();
        for (; position < query.Length; position++)
        {
            var c = query[position];
            if (c == delimiter)
            {
                position++;
                return new QueryToken(kind, text.ToString(), start, position);
            }

            if (c == '\\' && position + 1 < query.Length)
            {
                var next = query[position + 1];
                var isEscape = next == delimiter || (kind == TokenKind.Text && next == '\\');
                if (!isEscape) text.Append(c);
                if (isEscape || kind == TokenKind.Regex) c = query[++position];
                else continue;
            }

            text.Append(c);
        }

        throw Unexpected(query, new QueryToken(TokenKind.End, "<EOF>", query.Length, query.Length));
    }

    private QueryToken ReadQuotedName()
    {
        var start = position;
        var token = ReadDelimited(TokenKind.Text);
        var rest = TakeNameRest();
        return new QueryToken(TokenKind.QuotedName, token.Text + rest, start, position);
    }

    private QueryToken ReadNumber()
    {
        var start = position;
        while (position < query.Length && (char.IsAsciiDigit(query[position]) || (query[position] == '.' && position + 1 < query.Length && char.IsAsciiDigit(query[position + 1])))) position++;
        if (position + 1 < query.Length && query[position] is 'e' or 'E' && (char.IsAsciiDigit(query[position + 1]) || IsSignedExponent()))
        {
            position += 2;
            while (position < query.Length && char.IsAsciiDigit(query[position])) position++;
            return new QueryToken(TokenKind.Number, query[start..position], start, position);
        }

        var digits = position;
        while (position < query.Length && char.IsAsciiLetter(query[position])) position++;
        return new QueryToken(digits == position ? TokenKind.Number : TokenKind.Period, query[start..position], start, position);
    }

    private bool IsSignedExponent() => position + 2 < query.Length && query[position + 1] is '+' or '-' && char.IsAsciiDigit(query[position + 2]);

    private QueryToken ReadName(int start)
    {
        while (position < query.Length && IsNamePart(query[position])) position++;
        var name = query[start..position];
        // What follows 'in' is a list.
        if (!name.Equals("in", StringComparison.OrdinalIgnoreCase)) name += TakeNameRest();
        return new QueryToken(TokenKind.Name, name, start, position);
    }

    /// <summary>Takes an index or a part in backticks that goes on with a name, as of <c>parsed.users[0].`first name`</c>.</summary>
    private string TakeNameRest()
    {
        var rest = new StringBuilder();
        while (position < query.Length)
        {
            var c = query[position];
            if (IsNamePart(c))
            {
                rest.Append(c);
                position++;
            }
            else if (c == '`' && query[position - 1] == '.')
            {
                rest.Append(ReadDelimited(TokenKind.Text).Text);
            }
            else if (c == '[' && IndexLength() is > 0 and var length)
            {
                rest.Append(query, position, length);
                position += length;
            }
            else
            {
                break;
            }
        }

        return rest.ToString();
    }

    private int IndexLength()
    {
        var end = position + 1;
        while (end < query.Length && char.IsAsciiDigit(query[end])) end++;
        return end > position + 1 && end < query.Length && query[end] == ']' ? end + 1 - position : 0;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '@' or '.' or '_' or '#' or '$';
}
