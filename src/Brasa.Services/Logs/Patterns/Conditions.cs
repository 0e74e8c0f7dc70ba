namespace Brasa.Services.Logs.Patterns;

/// <summary>Reads conditions that are joined with <c>&amp;&amp;</c>, <c>||</c> and parentheses; <c>&amp;&amp;</c> binds tighter.</summary>
internal static class Conditions
{
    public static Condition<T> Read<T>(PatternScanner scanner, Func<Condition<T>> readOne)
        where T : allows ref struct
    {
        var any = new List<Condition<T>>();
        do any.Add(ReadAll(scanner, readOne));
        while (scanner.TryTake("||"));

        return any is [var only] ? only : subject =>
        {
            foreach (var condition in any)
            {
                if (condition(subject)) return true;
            }

            return false;
        };
    }

    private static Condition<T> ReadAll<T>(PatternScanner scanner, Func<Condition<T>> readOne)
        where T : allows ref struct
    {
        var all = new List<Condition<T>>();
        do all.Add(ReadInParentheses(scanner, readOne));
        while (scanner.TryTake("&&"));

        return all is [var only] ? only : subject =>
        {
            foreach (var condition in all)
            {
                if (!condition(subject)) return false;
            }

            return true;
        };
    }

    private static Condition<T> ReadInParentheses<T>(PatternScanner scanner, Func<Condition<T>> readOne)
        where T : allows ref struct
    {
        if (!scanner.TryTake("(")) return readOne();
        var inside = Read(scanner, readOne);
        scanner.Take(")");
        return inside;
    }
}
