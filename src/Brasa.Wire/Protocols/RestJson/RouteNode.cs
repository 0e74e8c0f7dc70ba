using Brasa.Wire.Hosting;

namespace Brasa.Wire.Protocols.RestJson;

/// <summary>One step of a service's paths: where each next segment leads, and the operations whose path ends here.</summary>
internal sealed class RouteNode
{
    private readonly Dictionary<string, RouteNode> literals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RouteNode>.AlternateLookup<ReadOnlySpan<char>> byLiteral;
    private RouteNode? label;
    private RouteNode? greedyLabel;

    public RouteNode() => byLiteral = literals.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Operations whose path ends here; those with more query literals first.</summary>
    public List<RouteEnd> Ends { get; } = [];

    public RouteNode Add(UriSegment segment) => segment.Kind switch
    {
        SegmentKind.Label => label ??= new RouteNode(),
        SegmentKind.GreedyLabel => greedyLabel ??= new RouteNode(),
        _ => literals.TryGetValue(segment.Text, out var known) ? known : literals[segment.Text] = new RouteNode(),
    };

    /// <summary>Finds the operation that the path leads to from here; literals win over labels, labels over greedy ones.</summary>
    /// <param name="search">What is looked for; takes where each label lies.</param>
    /// <param name="start">Where the next segment begins; past the path's end where there is none.</param>
    /// <param name="depth">How many labels there are already.</param>
    public RouteEnd? Find(RouteSearch search, int start, int depth)
    {
        var path = search.Path;
        // A slash too many at the end is forgiven: older clients send one with collections.
        if (start >= path.Length)
            return search.Choose(Ends);

        var length = path[start..].IndexOf('/');
        var end = length < 0 ? path.Length : start + length;
        if (end == start)
            return null;

        if (byLiteral.TryGetValue(path[start..end], out var literal) && literal.Find(search, end + 1, depth) is { } found)
            return found;
        return label?.FindAfterLabel(search, start, end, depth) ?? greedyLabel?.FindAfterGreedyLabel(search, start, end, depth);
    }

    private RouteEnd? FindAfterLabel(RouteSearch search, int start, int end, int depth)
    {
        search.Labels[depth] = start..end;
        return Find(search, end + 1, depth + 1);
    }

    /// <summary>Lets a greedy label take all but what a template asks for after it, or else all.</summary>
    private RouteEnd? FindAfterGreedyLabel(RouteSearch search, int start, int shortest, int depth)
    {
        var path = search.Path;
        for (var end = path.Length - 1; end >= shortest; end--)
        {
            if (path[end] == '/' && end < path.Length - 1 && FindAfterLabel(search, start, end, depth) is { } found)
                return found;
        }
        return FindAfterLabel(search, start, path.Length, depth);
    }
}

/// <summary>An operation whose path ends at a node.</summary>
internal sealed record RouteEnd(BoundOperation Operation, UriTemplate Template);
