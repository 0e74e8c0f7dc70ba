using System.Globalization;
using System.Text;

namespace Brasa.Services.Logs.Patterns;

/// <summary>Reads a regular expression by CloudWatch Logs' grammar, and writes it in .NET's.</summary>
/// <remarks>CloudWatch Logs User Guide, "Supported regular expressions (regex) syntax".</remarks>
internal sealed class RegexSyntax
{
    /// <summary>Sets of characters and repetitions, each as often as it is to be found: a bound of the work that one character of a message is.</summary>
    private const int MaxAtoms = 100;

    private const string Symbols = ":_#=@/;,- ";

    private const string Operators = "^$?[]{}|\\*+.";

    private readonly string source;
    private readonly StringBuilder target = new();
    private int position;
    private int atoms;
    private bool canRepeat;

    private RegexSyntax(string source) => this.source = source;

    /// <exception cref="FilterPatternException">It has what the grammar does not.</exception>
    public static string Translate(string source)
    {
        if (source.Length == 0) throw PatternErrors.Regex("it is empty");
        return new RegexSyntax(source).Translate();
    }

    private string Translate()
    {
        while (position < source.Length)
        {
            var c = source[position++];
            switch (c)
            {
                case '\\': AddAtom(ReadEscape(isInClass: false)); break;
                case '[': AddAtom(ReadClass()); break;
                case '.': AddAtom(@"[\s\S]"); break;
                case '*' or '+' or '?': Repeat(c.ToString(), times: 1); break;
                case '{': ReadCount(); break;
                case '^' or '$' or '|': AddSeparator(c); break;
                default: AddAtom(Literal(IsSupported(c) ? c : throw PatternErrors.Characters(c.ToString()))); break;
            }
        }

        return target.ToString();
    }

    private void AddAtom(string atom)
    {
        if (atom is not ([_] or ['\\', 'x', _, _])) Count(1);
        target.Append(atom);
        canRepeat = true;
    }

    private void AddSeparator(char c)
    {
        target.Append(c);
        canRepeat = false;
    }

    private void Repeat(string quantifier, int times)
    {
        if (!canRepeat) throw PatternErrors.Regex("nothing to repeat");
        Count(times);
        target.Append(quantifier);
        canRepeat = false;
        // A match is a match, however little of the text it takes.
        if (position < source.Length && source[position] == '?') position++;
    }

    private void Count(int more)
    {
        atoms += more;
        if (atoms > MaxAtoms) throw PatternErrors.Regex("it is too complex");
    }

    private void ReadCount()
    {
        var end = source.IndexOf('}', position);
        if (end < 0) throw PatternErrors.Regex("'{' is not closed");
        var bounds = source[position..end].Split(',', StringSplitOptions.TrimEntries);
        position = end + 1;
        if (bounds is not { Length: 1 or 2 } || bounds.All(bound => bound.Length == 0)) throw PatternErrors.Regex("'{' without a number");

        var least = bounds[0].Length == 0 ? 0 : ReadBound(bounds[0]);
        var most = bounds is [_] ? least : bounds[1].Length == 0 ? (int?)null : ReadBound(bounds[1]);
        if (most < least) throw PatternErrors.Regex("the bounds of '{' are out of order");
        Repeat(string.Create(CultureInfo.InvariantCulture, $"{{{least}{(most is null ? "," : $",{most}")}}}"), Math.Max(most ?? least, 1));
    }

    private static int ReadBound(string bound) =>
        int.TryParse(bound, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= MaxAtoms
            ? value
            : throw PatternErrors.Regex($"'{bound}' is no count of repetitions");

    private string ReadClass()
    {
        var set = new StringBuilder("[");
        if (position < source.Length && source[position] == '^')
        {
            set.Append('^');
            position++;
        }

        for (var isFirst = true; ; isFirst = false)
        {
            if (position == source.Length) throw PatternErrors.Regex("'[' is not closed");
            if (source[position] == ']')
            {
                if (isFirst) throw PatternErrors.Regex("'[]' is empty");
                position++;
                return set.Append(']').ToString();
            }

            var (first, text) = ReadMember();
            set.Append(text);
            if (first is null || position + 1 >= source.Length || source[position] != '-' || source[position + 1] == ']') continue;

            position++;
            var (last, _) = ReadMember();
            if (last is null || last < first) throw PatternErrors.Regex("a range of '[' is out of order");
            set.Append('-').Append(Literal(last.Value));
        }
    }

    /// <summary>One member of a class: a character, or several by an escape.</summary>
    private (char? Character, string Text) ReadMember()
    {
        var c = source[position++];
        if (c != '\\') return IsSupported(c) || Operators.Contains(c) ? (c, Literal(c)) : throw PatternErrors.Characters(c.ToString());

        var start = position;
        var text = ReadEscape(isInClass: true);
        char? character = source[start] switch
        {
            'd' or 'D' or 's' or 'S' or 'w' or 'W' => null,
            't' => '\t',
            'n' => '\n',
            'x' => (char)int.Parse(source.AsSpan(start + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            var literal => literal,
        };
        return (character, text);
    }

    private string ReadEscape(bool isInClass)
    {
        if (position == source.Length) throw PatternErrors.Regex("it ends with '\\'");
        var c = source[position++];
        return c switch
        {
            'd' => Set("0-9"),
            'D' => Set(@"\x00-\x2F\x3A-\uFFFF"),
            's' => Set(@"\t\n\f\r\x20"),
            'S' => Set(@"\x00-\x08\x0B\x0E-\x1F\x21-\uFFFF"),
            'w' => Set("a-zA-Z_0-9"),
            'W' => Set(@"\x00-\x2F\x3A-\x40\x5B-\x5E\x60\x7B-\uFFFF"),
            't' => Literal('\t'),
            'n' => Literal('\n'),
            'x' => Literal(ReadHex()),
            _ when Operators.Contains(c) || Symbols.Contains(c) => Literal(c),
            _ => throw PatternErrors.Characters($"\\{c}"),
        };

        string Set(string members) => isInClass ? members : $"[{members}]";
    }

    private char ReadHex()
    {
        if (position + 2 > source.Length
            || !int.TryParse(source.AsSpan(position, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || value > 0x7F)
            throw PatternErrors.Regex("'\\x' is followed by two hexadecimal digits of an ASCII character");

        position += 2;
        return (char)value;
    }

    /// <summary>A character as itself, whatever it means to .NET.</summary>
    private static string Literal(char c) =>
        char.IsAsciiLetterOrDigit(c) ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}");

    private static bool IsSupported(char c) => char.IsAsciiLetterOrDigit(c) || Symbols.Contains(c) || c is ']' or '}';
}
