namespace Brasa.Contracts.Tests.Patterns;

/// <summary>The characters of a class, or all others.</summary>
internal sealed class CharSet
{
    /// <summary>What Java and .NET tell apart, or easily might: line terminators, and letters and digits of other scripts.</summary>
    private const string Tricky = "\n\r\u0085\u2028\u2029é漢ض٣";

    /// <summary>What samples are made of.</summary>
    private static readonly char[] Alphabet = [.. Enumerable.Range(0, 128).Select(code => (char)code).Union(Tricky)];

    private readonly (char First, char Last)[] ranges;
    private readonly bool isNegated;
    private readonly char[] samples;

    public CharSet((char First, char Last)[] ranges, bool isNegated)
    {
        this.ranges = ranges;
        this.isNegated = isNegated;
        samples = [.. Alphabet.Where(Contains)];
    }

    /// <summary>What <c>.</c> matches: all but line terminators, of which Java knows more than .NET.</summary>
    public static CharSet Dot { get; } = new([('\n', '\n'), ('\r', '\r'), ('\u0085', '\u0085'), ('\u2028', '\u2029')], isNegated: true);

    public static char PickAny(Random random) =>
        random.Next(4) == 0 ? Tricky[random.Next(Tricky.Length)] : Alphabet[random.Next(Alphabet.Length)];

    public bool Contains(char character)
    {
        foreach (var (first, last) in ranges)
        {
            if (character >= first && character <= last)
                return !isNegated;
        }
        return isNegated;
    }

    public char Pick(Random random) => samples[random.Next(samples.Length)];
}
