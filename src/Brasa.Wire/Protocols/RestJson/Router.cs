using Brasa.Wire.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace Brasa.Wire.Protocols.RestJson;

/// <summary>Finds the operation for a method and a raw target.</summary>
internal sealed class Router
{
    private const int MaxLabels = 16;

    private readonly RouteNode root = new();

    public Router(IEnumerable<BoundOperation> operations)
    {
        foreach (var operation in operations)
        {
            var template = UriTemplate.Parse(operation.Descriptor.UriTemplate);
            var node = template.Segments.Aggregate(root, (at, segment) => at.Add(segment));
            node.Ends.Add(new RouteEnd(operation, template));
            node.Ends.Sort((a, b) => b.Template.Query.Count - a.Template.Query.Count);
        }
    }

    /// <summary>The operation and its labels, or <c>null</c> where nothing answers to the target.</summary>
    public (BoundOperation Operation, UriLabels Labels)? Find(string method, RawTarget target)
    {
        Span<Range> ranges = stackalloc Range[MaxLabels];
        var path = target.Path.Span;
        if (path.IsEmpty || path[0] != '/' || root.Find(path, 1, ranges, 0) is not { } node)
            return null;

        foreach (var end in node.Ends)
        {
            if (end.Operation.Descriptor.Method == method && HasLiterals(target.Query, end.Template.Query))
                return (end.Operation, Decode(path, ranges, end.Template.LabelNames));
        }
        return null;
    }

    private static UriLabels Decode(ReadOnlySpan<char> path, ReadOnlySpan<Range> ranges, string[] names)
    {
        if (names.Length == 0)
            return new UriLabels(names, []);
        var values = new string[names.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Uri.UnescapeDataString(path[ranges[i]]);
        return new UriLabels(names, values);
    }

    private static bool HasLiterals(ReadOnlyMemory<char> query, IReadOnlyList<KeyValuePair<string, string>> literals)
    {
        foreach (var literal in literals)
        {
            if (!HasLiteral(query, literal))
                return false;
        }
        return true;
    }

    private static bool HasLiteral(ReadOnlyMemory<char> query, KeyValuePair<string, string> literal)
    {
        foreach (var parameter in new QueryStringEnumerable(query))
        {
            if (parameter.DecodeName().Span.SequenceEqual(literal.Key)
                && (literal.Value.Length == 0 || parameter.DecodeValue().Span.SequenceEqual(literal.Value)))
                return true;
        }
        return false;
    }
}
