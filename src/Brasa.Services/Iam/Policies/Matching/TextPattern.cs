using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Brasa.Services.Iam.Policies.Syntax;

namespace Brasa.Services.Iam.Policies.Matching;

/// <summary>A text of a policy, with its wildcards and variables told apart from what is to be taken as it stands. Immutable.</summary>
/// <remarks>
/// IAM User Guide, "IAM policy elements: Variables and tags". A variable's value is text: wildcards in it are none. A variable without a value, or with
/// several, equals nothing.
/// </remarks>
internal sealed class TextPattern
{
    /// <summary>Stands for any characters, also none. No text of a policy and no value of a variable has it.</summary>
    public const char AnyRun = '\uFFFE';

    /// <summary>Stands for any one character, as <see cref="AnyRun"/>.</summary>
    public const char AnyOne = '\uFFFF';

    /// <summary>Characters that are matched without renting memory for them.</summary>
    private const int StackCharacters = 512;

    /// <summary>What all that matches begins with.</summary>
    private readonly string prefix;

    /// <summary>The whole, where there are no variables.</summary>
    private readonly WildcardPattern text;
    private readonly bool hasVariables;
    private readonly ImmutableArray<Part> parts;

    private TextPattern(ImmutableArray<Part> parts)
    {
        this.parts = parts;
        hasVariables = parts.Length > 1;
        var first = parts[0].Text;
        text = new WildcardPattern(first);
        var wildcard = first.AsSpan().IndexOfAny(AnyRun, AnyOne);
        prefix = wildcard < 0 ? first : first[..wildcard];
    }

    private delegate bool SpanTest(ReadOnlySpan<char> pattern, ReadOnlySpan<char> value);

    /// <summary>Reads a text.</summary>
    /// <param name="source">As the policy has it.</param>
    /// <param name="hasWildcards">Whether <c>*</c> and <c>?</c> are wildcards.</param>
    /// <param name="hasVariables">Whether <c>${…}</c> is a variable.</param>
    /// <exception cref="MalformedPolicyException">A variable does not end, or has no name.</exception>
    public static TextPattern Parse(string source, bool hasWildcards, bool hasVariables)
    {
        if (!hasVariables || !source.Contains("${", StringComparison.Ordinal))
            return new TextPattern([new Part(hasWildcards ? Encode(source) : source, Default: null, IsVariable: false)]);

        var parts = ImmutableArray.CreateBuilder<Part>();
        var literal = new StringBuilder();
        for (var i = 0; i < source.Length;)
        {
            if (!source.AsSpan(i).StartsWith("${", StringComparison.Ordinal))
            {
                literal.Append(hasWildcards ? Encode(source[i]) : source[i]);
                i++;
                continue;
            }

            var end = source.IndexOf('}', i);
            if (end < 0) throw PolicyErrors.Syntax;
            var name = source[(i + 2)..end];
            if (name is "*" or "?" or "$") literal.Append(name);
            else parts.AddRange(new Part(Take(literal), Default: null, IsVariable: false), Variable(name));
            i = end + 1;
        }

        return new TextPattern([.. parts, new Part(literal.ToString(), null, IsVariable: false)]);
    }

    /// <summary>A text with its wildcards marked.</summary>
    public static string Encode(string source) => source.Replace('*', AnyRun).Replace('?', AnyOne);

    /// <summary>Whether all of a value matches.</summary>
    public bool Matches(ReadOnlySpan<char> value, ConditionContext context) =>
        !hasVariables ? text.Matches(value) : value.StartsWith(prefix) && Test(value, context, Wildcard.Matches);

    /// <summary>Whether a value matches but for the case of letters. There are no wildcards then.</summary>
    public bool EqualsIgnoringCase(ReadOnlySpan<char> value, ConditionContext context) =>
        Test(value, context, static (pattern, value) => value.Equals(pattern, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a value matches as an ARN, field by field.</summary>
    public bool MatchesArn(ReadOnlySpan<char> value, ConditionContext context) => Test(value, context, ArnFields.Match);

    private static char Encode(char c) => c switch { '*' => AnyRun, '?' => AnyOne, _ => c };

    private static string Take(StringBuilder literal)
    {
        var text = literal.ToString();
        literal.Clear();
        return text;
    }

    // ${key} or ${key, 'default'}
    private static Part Variable(string source)
    {
        var comma = source.IndexOf(',', StringComparison.Ordinal);
        var name = (comma < 0 ? source : source[..comma]).Trim();
        if (name.Length == 0) throw PolicyErrors.Syntax;
        if (comma < 0) return new Part(name, null, IsVariable: true);

        var text = source[(comma + 1)..].Trim();
        return text is ['\'', .., '\''] && text.Length > 1 ? new Part(name, text[1..^1], IsVariable: true) : throw PolicyErrors.Syntax;
    }

    // What the memory held before is never read: only as much as was written.
    [SkipLocalsInit]
    private bool Test(ReadOnlySpan<char> value, ConditionContext context, SpanTest test)
    {
        if (!hasVariables) return test(parts[0].Text, value);

        Span<char> buffer = stackalloc char[StackCharacters];
        if (Write(buffer, context, out var length)) return length >= 0 && test(buffer[..length], value);

        var rented = ArrayPool<char>.Shared.Rent(length);
        var matches = Write(rented, context, out length) && test(rented.AsSpan(0, length), value);
        ArrayPool<char>.Shared.Return(rented);
        return matches;
    }

    /// <summary>Writes the text with its variables' values.</summary>
    /// <param name="buffer">Where it is written.</param>
    /// <param name="context">The values.</param>
    /// <param name="length">How long it is; negative where a variable has no value.</param>
    /// <returns>Whether it was written, or cannot be.</returns>
    private bool Write(Span<char> buffer, ConditionContext context, out int length)
    {
        length = 0;
        foreach (ref readonly var part in parts.AsSpan())
        {
            if (part.Resolve(context) is not { } resolved)
            {
                length = -1;
                return true;
            }

            if (length + resolved.Length <= buffer.Length) resolved.CopyTo(buffer[length..]);
            length += resolved.Length;
        }

        return length <= buffer.Length;
    }

    /// <param name="Text">What it is, or the key it stands for.</param>
    /// <param name="Default">What a variable is without a value.</param>
    /// <param name="IsVariable">Whether it is a variable.</param>
    private readonly record struct Part(string Text, string? Default, bool IsVariable)
    {
        public string? Resolve(ConditionContext context)
        {
            if (!IsVariable) return Text;
            var values = context.Find(Text);
            return values.Count switch
            {
                0 => Default,
                1 => values[0] is { } value && !value.AsSpan().ContainsAny(AnyRun, AnyOne) ? value : null,
                _ => null,
            };
        }
    }
}
