using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Brasa.Services.Logs.Patterns;

/// <summary>Conditions on the fields of a message, by their place.</summary>
/// <remarks>
/// Without an ellipsis the last field takes all that is left of the message, as <c>[w1=ERROR, w2]</c> does in the guide. With one, fields behind it are a message's last.
/// </remarks>
internal sealed class SpacePattern(ImmutableArray<SpaceField> before, ImmutableArray<SpaceField> behind, bool hasEllipsis) : FilterPattern
{
    public override bool Matches(ReadOnlySpan<byte> message)
    {
        if (!TryCount(message, out var count)) return false;
        var fields = new SpaceFields(message);
        for (var i = 0; fields.MoveNext() && (hasEllipsis || i < before.Length); i++)
        {
            var value = ValueOf(fields, i);
            if (FieldAt(i, count)?.Condition is { } condition && !condition(new FieldValue(value, mayBeNumber: true))) return false;
        }

        return true;
    }

    public override IReadOnlyDictionary<string, string> Extract(ReadOnlySpan<byte> message)
    {
        if (!TryCount(message, out var count)) return Nothing;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = new SpaceFields(message);
        for (var i = 0; fields.MoveNext() && (hasEllipsis || i < before.Length); i++)
        {
            var name = FieldAt(i, count)?.Name ?? "";
            values["$" + (name.Length > 0 ? name : (i + 1).ToString(CultureInfo.InvariantCulture))] = Encoding.UTF8.GetString(ValueOf(fields, i));
        }

        return values;
    }

    private ReadOnlySpan<byte> ValueOf(in SpaceFields fields, int index) =>
        !hasEllipsis && index == before.Length - 1 && fields.HasNext ? fields.Rest : fields.Current;

    private SpaceField? FieldAt(int index, int count) =>
        index < before.Length ? before[index]
        : index >= count - behind.Length ? behind[index - (count - behind.Length)]
        : null;

    /// <summary>Counts a message's fields, as far as it matters.</summary>
    /// <returns>Whether there are as many as the pattern names.</returns>
    private bool TryCount(ReadOnlySpan<byte> message, out int count)
    {
        count = 0;
        var fields = new SpaceFields(message);
        while ((hasEllipsis || count < before.Length) && fields.MoveNext()) count++;
        return count >= before.Length + behind.Length;
    }
}
