using System.Text;

namespace Brasa.Services.Logs.Patterns;

/// <summary>Reads an operator and what a field is compared with.</summary>
internal static class Comparisons
{
    /// <summary>The operators, those first that others are the beginning of.</summary>
    private static readonly string[] Operators = ["!=", "<=", ">=", "=", "<", ">"];

    /// <returns><c>null</c> where no operator comes next.</returns>
    public static Condition<FieldValue>? TryRead(PatternScanner scanner)
    {
        foreach (var op in Operators)
        {
            if (scanner.TryTake(op)) return ReadOperand(scanner, op);
        }

        return null;
    }

    private static Condition<FieldValue> ReadOperand(PatternScanner scanner, string op)
    {
        scanner.SkipSpaces();
        switch (scanner.Next)
        {
            case '%':
                var regex = scanner.TakeRegex();
                return IsOrIsNot(op, field => regex.IsIn(field.Text));
            case '"':
                var quoted = new TextMatch(scanner.TakeQuoted());
                return IsOrIsNot(op, field => quoted.Matches(field.Text));
            default:
                var start = scanner.Position;
                var word = scanner.TakeWhile(IsUnquoted);
                if (word.Length == 0) throw PatternErrors.Expected("a value", start);
                return Compare(op, word);
        }
    }

    private static Condition<FieldValue> Compare(string op, string word)
    {
        var text = new TextMatch(word);
        if (!PatternNumber.TryRead(Encoding.UTF8.GetBytes(word), out var number)) return IsOrIsNot(op, field => text.Matches(field.Text));
        return op switch
        {
            "=" or "!=" => IsOrIsNot(op, field => field.TryGetNumber(out var value) ? value.CompareTo(number) == 0 : text.Matches(field.Text)),
            "<" => field => field.TryGetNumber(out var value) && value.CompareTo(number) < 0,
            "<=" => field => field.TryGetNumber(out var value) && value.CompareTo(number) <= 0,
            ">" => field => field.TryGetNumber(out var value) && value.CompareTo(number) > 0,
            _ => field => field.TryGetNumber(out var value) && value.CompareTo(number) >= 0,
        };
    }

    private static Condition<FieldValue> IsOrIsNot(string op, Condition<FieldValue> equals) => op switch
    {
        "=" => equals,
        "!=" => field => !equals(field),
        _ => throw PatternErrors.OrderOfText,
    };

    /// <remarks>The guide asks for quotes around all but letters, digits and underscores, and has examples without them of the others here.</remarks>
    private static bool IsUnquoted(char c) => char.IsAsciiLetterOrDigit(c) || "_*.-+:/".Contains(c);
}
