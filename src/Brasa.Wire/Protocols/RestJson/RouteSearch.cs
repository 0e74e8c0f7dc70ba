using Microsoft.AspNetCore.WebUtilities;

namespace Brasa.Wire.Protocols.RestJson;

/// <summary>What is looked for, and where its labels were found.</summary>
/// <param name="method">The HTTP method.</param>
/// <param name="target">The raw target.</param>
/// <param name="labels">Room for where each label lies in the path.</param>
internal readonly ref struct RouteSearch(string method, RawTarget target, Span<Range> labels)
{
    public ReadOnlySpan<char> Path { get; } = target.Path.Span;

    public Span<Range> Labels { get; } = labels;

    /// <summary>The operation of a node that the path has led to, by method and query literals.</summary>
    public RouteEnd? Choose(List<RouteEnd> ends)
    {
        foreach (var end in ends)
        {
            if (end.Operation.Descriptor.Method == method && HasAll(end.Template.Query))
                return end;
        }
        return null;
    }

    private bool HasAll(IReadOnlyList<KeyValuePair<string, string>> literals)
    {
        for (var i = 0; i < literals.Count; i++)
        {
            if (!Has(literals[i]))
                return false;
        }
        return true;
    }

    private bool Has(KeyValuePair<string, string> literal)
    {
        foreach (var parameter in new QueryStringEnumerable(target.Query))
        {
            if (parameter.DecodeName().Span.SequenceEqual(literal.Key)
                && (literal.Value.Length == 0 || parameter.DecodeValue().Span.SequenceEqual(literal.Value)))
                return true;
        }
        return false;
    }
}
