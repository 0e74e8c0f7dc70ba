namespace Brasa.Lambda.Functions.Packages;

/// <summary>Whether symbolic links stay in the package when the kernel follows them, also one through another.</summary>
/// <param name="targets">Every link of the package by path, and its target.</param>
internal sealed class LinkTargets(IReadOnlyDictionary<string, string> targets)
{
    /// <summary>Links that Linux follows in one path before it gives up.</summary>
    private const int MaxHops = 40;

    /// <summary>Longest path followed, in characters: Linux's <c>PATH_MAX</c>.</summary>
    private const int MaxPath = 4_096;

    /// <summary>Names followed for the whole package, so that links cannot multiply each other's length.</summary>
    private int stepsLeft = 1_000_000;

    /// <summary>True if no step on the way of the link at <paramref name="path"/> leaves the root; false for a loop.</summary>
    public bool StaysInside(string path)
    {
        var at = EntryPath.Parent(path);
        var rest = new Stack<string>();
        if (!TryPush(rest, targets[path]))
            return false;

        for (var hops = 1; rest.TryPop(out var name);)
        {
            if (--stepsLeft < 0 || at.Length > MaxPath)
                return false;
            if (name == "..")
            {
                if (at.Length == 0)
                    return false;
                at = EntryPath.Parent(at);
                continue;
            }

            var next = at.Length == 0 ? name : $"{at}/{name}";
            if (!targets.TryGetValue(next, out var target))
                at = next;
            else if (++hops > MaxHops || !TryPush(rest, target))
                return false;
        }
        return true;
    }

    private static bool TryPush(Stack<string> rest, string target)
    {
        if (target.StartsWith('/'))
            return false;
        foreach (var name in target.Split('/').Reverse())
        {
            if (name is not ("" or "."))
                rest.Push(name);
        }
        return true;
    }
}
