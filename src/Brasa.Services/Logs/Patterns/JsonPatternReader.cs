using System.Text.Json;

namespace Brasa.Services.Logs.Patterns;

/// <summary>Reads a pattern in braces.</summary>
internal sealed class JsonPatternReader
{
    /// <summary>Wildcard selectors of one pattern.</summary>
    /// <remarks>CloudWatch Logs User Guide, "Using filter patterns to match terms in JSON log events", Quotas.</remarks>
    private const int MaxWildcards = 3;

    private readonly PatternScanner scanner;
    private readonly List<JsonSelector> selectors = [];

    private JsonPatternReader(PatternScanner scanner) => this.scanner = scanner;

    public static JsonPattern Read(string text)
    {
        if (text is not [.., '}']) throw PatternErrors.Open('{', '}');
        var scanner = new PatternScanner(text);
        var reader = new JsonPatternReader(scanner);
        scanner.Take("{");
        var condition = Conditions.Read(scanner, reader.ReadComparison);
        scanner.Take("}");
        return scanner.IsAtEnd ? new JsonPattern(condition, [.. reader.selectors]) : throw PatternErrors.Expected("the end", scanner.Position);
    }

    private Condition<JsonElement> ReadComparison()
    {
        var selector = JsonSelector.Read(scanner);
        selectors.Add(selector);
        if (selectors.Count(known => known.HasWildcard) > MaxWildcards) throw PatternErrors.ManyWildcards;

        if (scanner.TryTakeWord("NOT"))
        {
            if (!scanner.TryTakeWord("EXISTS")) throw PatternErrors.Expected("'EXISTS'", scanner.Position);
            return root => !selector.Any(root, _ => true);
        }

        if (scanner.TryTakeWord("IS"))
        {
            var kind = ReadKind();
            return root => selector.Any(root, value => value.ValueKind == kind);
        }

        var comparison = Comparisons.TryRead(scanner) ?? throw PatternErrors.Expected("an operator", scanner.Position);
        return root => selector.Any(root, value => JsonText.TryGet(value, out var field) && comparison(field));
    }

    private JsonValueKind ReadKind() =>
        scanner.TryTakeWord("NULL") ? JsonValueKind.Null
        : scanner.TryTakeWord("TRUE") ? JsonValueKind.True
        : scanner.TryTakeWord("FALSE") ? JsonValueKind.False
        : throw PatternErrors.Expected("'NULL', 'TRUE' or 'FALSE'", scanner.Position);
}
