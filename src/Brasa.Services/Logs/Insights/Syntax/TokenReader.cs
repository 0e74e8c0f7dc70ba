namespace Brasa.Services.Logs.Insights.Syntax;

/// <summary>Goes through the tokens of a query.</summary>
internal sealed class TokenReader(string query)
{
    private readonly List<QueryToken> tokens = new QueryLexer(query).Read();
    private int position;

    public QueryToken Next => tokens[position];

    public QueryToken Take() => Next.Kind == TokenKind.End ? throw Unexpected() : tokens[position++];

    public QueryToken Take(TokenKind kind) => Next.Kind == kind ? tokens[position++] : throw Unexpected();

    public bool TryTakeSymbol(string symbol) => TryTake(TokenKind.Symbol, symbol);

    public void TakeSymbol(string symbol)
    {
        if (!TryTakeSymbol(symbol)) throw Unexpected();
    }

    /// <summary>Takes a keyword, in whatever case.</summary>
    public bool TryTakeWord(string word) => TryTake(TokenKind.Name, word);

    /// <summary>Takes two keywords one after the other, or none.</summary>
    public bool TryTakeWords(string first, string second)
    {
        var start = position;
        if (TryTakeWord(first) && TryTakeWord(second)) return true;
        position = start;
        return false;
    }

    /// <summary>Whether a function's name and parenthesis come next.</summary>
    public bool IsCallNext => Next.Kind == TokenKind.Name && tokens[position + 1] is { Kind: TokenKind.Symbol, Text: "(" };

    /// <summary>The query's text from a token up to the last one that was taken.</summary>
    public string TextFrom(QueryToken first) => query[first.Start..tokens[position - 1].End];

    public QuerySyntaxException Unexpected() => QueryLexer.Unexpected(query, Next);

    public QuerySyntaxException Unexpected(QueryToken token) => QueryLexer.Unexpected(query, token);

    private bool TryTake(TokenKind kind, string text)
    {
        if (Next.Kind != kind || !Next.Text.Equals(text, StringComparison.OrdinalIgnoreCase)) return false;
        position++;
        return true;
    }
}
