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

    /// <summary>Finds the node that <paramref name="path"/> leads to from here; literals win over labels, labels over greedy ones.</summary>
    /// <param name="path">The whole path.</param>
    /// <param name="start">Where the next segment begins; past the path's end where there is none.</param>
    /// <param name="labels">Takes where each label lies.</param>
    /// <param name="depth">How many labels there are already.</param>
    public RouteNode? Find(ReadOnlySpan<char> path, int start, Span<Range> labels, int depth)
    {
        // A slash too many at the end is forgiven: older clients send one with collections.
        if (start >= path.Length)
            return Ends.Count > 0 ? this : null;

        var length = path[start..].IndexOf('/');
        var end = length < 0 ? path.Length : start + length;
        if (end == start)
            return null;

        if (byLiteral.TryGetValue(path[start..end], out var literal) && literal.Find(path, end + 1, labels, depth) is { } found)
            return found;
        if (label is not null)
        {
            labels[depth] = start..end;
            if (label.Find(path, end + 1, labels, depth + 1) is { } labelled)
                return labelled;
        }
        return greedyLabel?.FindAfterGreedy(path, start, end, labels, depth);
    }

    /// <summary>Lets a greedy label take as many segments as what follows it allows.</summary>
    private RouteNode? FindAfterGreedy(ReadOnlySpan<char> path, int start, int shortest, Span<Range> labels, int depth)
    {
        for (var end = path.Length; end >= shortest; end = end == 0 ? -1 : path[..end].LastIndexOf('/'))
        {
            labels[depth] = start..end;
            if (Find(path, end + 1, labels, depth + 1) is { } found)
                return found;
        }
        return null;
    }
}

/// <summary>An operation whose path ends at a node.</summary>
internal sealed record RouteEnd(BoundOperation Operation, UriTemplate Template);
