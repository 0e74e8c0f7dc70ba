using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Brasa.Services.Logs.Patterns;

/// <summary>Names properties of a JSON object, as <c>$.users[0].name</c>. Immutable.</summary>
internal sealed class JsonSelector
{
    private readonly ImmutableArray<Step> steps;

    private JsonSelector(string text, ImmutableArray<Step> steps)
    {
        Text = text;
        this.steps = steps;
    }

    /// <summary>As the pattern has it.</summary>
    public string Text { get; }

    public bool HasWildcard => steps.Any(step => step.IsAny);

    public static JsonSelector Read(PatternScanner scanner)
    {
        scanner.SkipSpaces();
        var text = new StringBuilder();
        if (scanner.Next != '$') throw PatternErrors.Expected("a property selector", scanner.Position);
        text.Append(scanner.TakeWhile(c => c == '$'));
        if (text.Length != 1 || scanner.Next != '.') throw PatternErrors.Expected("'$.'", scanner.Position);

        var steps = ImmutableArray.CreateBuilder<Step>();
        while (scanner.Next is '.' or '[') steps.Add(ReadStep(scanner, text));
        var selector = new JsonSelector(text.ToString(), steps.ToImmutable());
        return steps.Count(step => step.IsAny) <= 1 ? selector : throw PatternErrors.ManyWildcards;
    }

    /// <summary>Whether any value that is selected is as asked.</summary>
    public bool Any(JsonElement root, Condition<JsonElement> condition) => Any(root, 0, condition);

    private bool Any(JsonElement element, int start, Condition<JsonElement> condition)
    {
        for (var i = start; i < steps.Length; i++)
        {
            var step = steps[i];
            if (step.IsAny) return AnyInside(element, step, i + 1, condition);
            if (step.Name is { } name)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return false;
            }
            else
            {
                if (element.ValueKind != JsonValueKind.Array || step.Index >= element.GetArrayLength()) return false;
                element = element[step.Index];
            }
        }

        return condition(element);
    }

    private bool AnyInside(JsonElement element, Step any, int next, Condition<JsonElement> condition) => any.IsOfArray
        ? element.ValueKind == JsonValueKind.Array && element.EnumerateArray().Any(item => Any(item, next, condition))
        : element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Any(property => Any(property.Value, next, condition));

    private static Step ReadStep(PatternScanner scanner, StringBuilder text)
    {
        if (scanner.Next == '.')
        {
            scanner.Take(".");
            text.Append('.');
            if (scanner.Next != '[') return ReadName(scanner, text);
        }

        scanner.Take("[");
        var step = scanner.Next switch
        {
            '\'' or '"' => new Step(Encoding.UTF8.GetBytes(scanner.TakeQuoted(scanner.Next))),
            '*' => ReadAny(scanner, isOfArray: true),
            _ => ReadIndex(scanner),
        };
        scanner.Take("]");
        text.Append('[').Append(step.Name is { } name ? $"'{Encoding.UTF8.GetString(name)}'" : step.IsAny ? "*" : step.Index.ToString(CultureInfo.InvariantCulture)).Append(']');
        return step;
    }

    private static Step ReadName(PatternScanner scanner, StringBuilder text)
    {
        if (scanner.Next == '*')
        {
            text.Append('*');
            return ReadAny(scanner, isOfArray: false);
        }

        var name = scanner.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        if (name.Length == 0) throw PatternErrors.Expected("a property's name", scanner.Position);
        text.Append(name);
        return new Step(Encoding.UTF8.GetBytes(name));
    }

    private static Step ReadAny(PatternScanner scanner, bool isOfArray)
    {
        scanner.Take("*");
        return new Step(null, IsAny: true, IsOfArray: isOfArray);
    }

    private static Step ReadIndex(PatternScanner scanner)
    {
        var digits = scanner.TakeWhile(char.IsAsciiDigit);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new Step(null, Index: index)
            : throw PatternErrors.Expected("an index", scanner.Position);
    }

    /// <param name="Name">A property's name, or <c>null</c>.</param>
    /// <param name="Index">An element of an array.</param>
    /// <param name="IsAny">Whether it is any property or element.</param>
    /// <param name="IsOfArray">Of an array then, not of an object.</param>
    private readonly record struct Step(byte[]? Name, int Index = 0, bool IsAny = false, bool IsOfArray = false);
}
