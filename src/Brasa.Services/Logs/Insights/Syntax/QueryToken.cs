namespace Brasa.Services.Logs.Insights.Syntax;

/// <summary>A token of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Without quotes.</param>
/// <param name="Start">Where it begins, in characters of the query.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct QueryToken(TokenKind Kind, string Text, int Start, int End);
