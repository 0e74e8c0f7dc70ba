using System.Collections.Immutable;

namespace Brasa.Services.Logs.Patterns;

/// <summary>Reads a pattern in brackets.</summary>
internal static class SpacePatternReader
{
    public static SpacePattern Read(string text)
    {
        if (text is not [.., ']']) throw PatternErrors.Open('[', ']');
        var scanner = new PatternScanner(text);
        scanner.Take("[");
        var (before, behind) = (ImmutableArray.CreateBuilder<SpaceField>(), ImmutableArray.CreateBuilder<SpaceField>());
        var hasEllipsis = false;
        do
        {
            if (!scanner.TryTake("...")) (hasEllipsis ? behind : before).Add(ReadField(scanner));
            else if (hasEllipsis) throw PatternErrors.ManyEllipses;
            else hasEllipsis = true;
        }
        while (scanner.TryTake(","));

        scanner.Take("]");
        return scanner.IsAtEnd
            ? new SpacePattern(before.ToImmutable(), behind.ToImmutable(), hasEllipsis)
            : throw PatternErrors.Expected("the end", scanner.Position);
    }

    private static SpaceField ReadField(PatternScanner scanner)
    {
        scanner.SkipSpaces();
        if (scanner.Next is ',' or ']') return new SpaceField("", null);

        string? name = null;
        var isNameAlone = false;
        var condition = Conditions.Read<FieldValue>(scanner, () =>
        {
            scanner.SkipSpaces();
            var position = scanner.Position;
            var read = scanner.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
            if (read.Length == 0) throw PatternErrors.Expected("a field's name", position);
            // All conditions between two commas are of the field that is there.
            if (isNameAlone || (name is not null && read != name)) throw PatternErrors.Expected($"'{name}'", position);
            var comparison = Comparisons.TryRead(scanner);
            isNameAlone = comparison is null && name is null;
            name ??= read;
            return comparison ?? (isNameAlone ? _ => true : throw PatternErrors.Expected("an operator", scanner.Position));
        });
        return new SpaceField(name!, isNameAlone ? null : condition);
    }
}
