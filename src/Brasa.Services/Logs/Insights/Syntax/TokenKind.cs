namespace Brasa.Services.Logs.Insights.Syntax;

/// <summary>What a token of a query is.</summary>
internal enum TokenKind : byte
{
    /// <summary>A keyword, a function or a field.</summary>
    Name,

    /// <summary>A field in backticks.</summary>
    QuotedName,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A number with a unit of time, as <c>5m</c>.</summary>
    Period,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A regular expression between slashes.</summary>
    Regex,

    /// <summary>An operator or a mark.</summary>
    Symbol,

    /// <summary>Behind the last one.</summary>
    End,
}
