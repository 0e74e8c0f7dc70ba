using System.Globalization;

namespace Brasa.Contracts.Tests.Patterns;

/// <summary>Reads the part of Java's regular expressions that the models use.</summary>
internal sealed class PatternParser(string pattern)
{
    private int position;

    private bool IsAtEnd => position == pattern.Length;

    /// <exception cref="NotSupportedException">The pattern uses what no model has used before.</exception>
    public static PatternNode Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        var node = parser.ReadChoice();
        return parser.IsAtEnd ? node : throw parser.Unknown();
    }

    private PatternNode ReadChoice()
    {
        var choices = new List<PatternNode> { ReadSequence() };
        while (TryTake("|"))
            choices.Add(ReadSequence());
        return choices is [var only] ? only : new ChoiceNode(choices);
    }

    private PatternNode ReadSequence()
    {
        var parts = new List<PatternNode>();
        while (!IsAtEnd && pattern[position] is not ('|' or ')'))
            parts.Add(ReadRepeated());
        return parts is [var only] ? only : new SequenceNode(parts);
    }

    private PatternNode ReadRepeated()
    {
        var part = ReadAtom();
        var (min, max) = ReadTimes();
        if (!IsAtEnd && pattern[position] is '*' or '+' or '?' or '{')
            throw Unknown();
        return (min, max) == (1, 1) ? part : new RepeatNode(part, min, max);
    }

    private (int Min, int Max) ReadTimes()
    {
        if (TryTake("*"))
            return (0, int.MaxValue);
        if (TryTake("+"))
            return (1, int.MaxValue);
        if (TryTake("?"))
            return (0, 1);
        if (!TryTake("{"))
            return (1, 1);
        var times = TakeUntil('}').Split(',');
        var min = int.Parse(times[0], CultureInfo.InvariantCulture);
        if (times.Length == 1)
            return (min, min);
        return (min, times[1].Length == 0 ? int.MaxValue : int.Parse(times[1], CultureInfo.InvariantCulture));
    }

    private PatternNode ReadAtom()
    {
        if (TryTake("("))
            return ReadGroup();
        if (TryTake("["))
            return new CharNode(ReadClass());
        if (TryTake("."))
            return new CharNode(CharSet.Dot);
        if (TryTake("^"))
            return new AnchorNode(IsEnd: false);
        if (TryTake("$"))
            return new AnchorNode(IsEnd: true);
        return pattern[position] is '*' or '+' or '?' or '{' ? throw Unknown() : new CharNode(new CharSet(ReadMember(), isNegated: false));
    }

    private PatternNode ReadGroup()
    {
        Func<PatternNode, PatternNode> wrap =
            TryTake("?:") ? part => part
            : TryTake("?=") ? part => new LookNode(part, IsBehind: false, IsNegated: false)
            : TryTake("?!") ? part => new LookNode(part, IsBehind: false, IsNegated: true)
            : TryTake("?<=") ? part => new LookNode(part, IsBehind: true, IsNegated: false)
            : TryTake("?<!") ? part => new LookNode(part, IsBehind: true, IsNegated: true)
            : part => part;
        var inside = ReadChoice();
        return TryTake(")") ? wrap(inside) : throw Unknown();
    }

    private CharSet ReadClass()
    {
        var isNegated = TryTake("^");
        var ranges = new List<(char, char)>();
        while (!TryTake("]"))
        {
            if (IsAtEnd || IsAt("[") || IsAt("&&"))
                throw Unknown();
            var member = ReadMember();
            if (member.Length == 1 && IsAt("-") && !IsAt("-]") && TryTake("-"))
                ranges.Add((member[0].First, ReadMember() is [var (last, _)] ? last : throw Unknown()));
            else
                ranges.AddRange(member);
        }
        return new CharSet([.. ranges], isNegated);
    }

    /// <summary>A character, escaped or not, or a shorthand for several.</summary>
    private (char First, char Last)[] ReadMember()
    {
        if (!TryTake("\\"))
            return Single(pattern[position++]);
        var escaped = pattern[position++];
        return escaped switch
        {
            'd' => [('0', '9')],
            'D' => [('\0', '/'), (':', '\uffff')],
            'w' => [('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')],
            's' => [('\t', '\r'), (' ', ' ')],
            'S' => [('\0', '\b'), ('\u000e', '\u001f'), ('!', '\uffff')],
            't' => Single('\t'),
            'n' => Single('\n'),
            'r' => Single('\r'),
            'x' => Single((char)int.Parse(Take(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
            _ when char.IsAsciiLetterOrDigit(escaped) => throw Unknown(),
            _ => Single(escaped),
        };
    }

    private static (char First, char Last)[] Single(char character) => [(character, character)];

    private bool IsAt(string text) => string.CompareOrdinal(pattern, position, text, 0, text.Length) == 0;

    private bool TryTake(string text)
    {
        if (!IsAt(text))
            return false;
        position += text.Length;
        return true;
    }

    private string Take(int length) => pattern[position..(position += length)];

    private string TakeUntil(char end)
    {
        var text = Take(pattern.IndexOf(end, position) - position);
        position++;
        return text;
    }

    private NotSupportedException Unknown() => new(
        $"No texts can be made for the pattern {pattern}: character {position} is new. Teach {nameof(PatternParser)} to read it.");
}
