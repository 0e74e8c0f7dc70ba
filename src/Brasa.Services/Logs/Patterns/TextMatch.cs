using System.Text;

namespace Brasa.Services.Logs.Patterns;

/// <summary>A text with a <c>*</c> before it, behind it, or both, that stands for any text. Immutable.</summary>
/// <remarks>An asterisk between other characters is itself, as the guide says of <c>Ev*ent</c>.</remarks>
internal sealed class TextMatch
{
    private readonly byte[] literal;
    private readonly bool isAnyBefore;
    private readonly bool isAnyBehind;

    public TextMatch(string text)
    {
        isAnyBefore = text is ['*', ..];
        isAnyBehind = text is [.., '*'];
        literal = Encoding.UTF8.GetBytes(text == "*" ? "" : text[(isAnyBefore ? 1 : 0)..(isAnyBehind ? ^1 : ^0)]);
    }

    public bool Matches(ReadOnlySpan<byte> value) => (isAnyBefore, isAnyBehind) switch
    {
        (true, true) => value.IndexOf(literal) >= 0,
        (true, false) => value.EndsWith(literal),
        (false, true) => value.StartsWith(literal),
        _ => value.SequenceEqual(literal),
    };
}
