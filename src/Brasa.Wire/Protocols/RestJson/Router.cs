using Brasa.Wire.Hosting;

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
        Span<Range> labels = stackalloc Range[MaxLabels];
        var search = new RouteSearch(method, target, labels);
        if (!search.Path.StartsWith('/') || root.Find(search, 1, 0) is not { } end)
            return null;
        return (end.Operation, Decode(search, end.Template.LabelNames));
    }

    private static UriLabels Decode(RouteSearch search, string[] names)
    {
        if (names.Length == 0)
            return new UriLabels(names, []);
        var values = new string[names.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Uri.UnescapeDataString(search.Path[search.Labels[i]]);
        return new UriLabels(names, values);
    }
}
