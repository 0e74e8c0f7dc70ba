namespace Brasa.Wire.Protocols.RestJson;

/// <summary>A model's URI template, as <c>/2018-10-31/layers/{LayerName}/versions?find=LayerVersion</c>.</summary>
internal sealed class UriTemplate
{
    private const string GreedySuffix = "+}";

    private UriTemplate(UriSegment[] segments, KeyValuePair<string, string>[] query)
    {
        Segments = segments;
        Query = query;
        LabelNames = [.. segments.Where(segment => segment.Kind != SegmentKind.Literal).Select(segment => segment.Text)];
    }

    public IReadOnlyList<UriSegment> Segments { get; }

    /// <summary>Parameters that the query string must hold; an empty value stands for any.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; }

    /// <summary>Names of its labels, in order.</summary>
    public string[] LabelNames { get; }

    public static UriTemplate Parse(string template)
    {
        var question = template.IndexOf('?');
        var (path, query) = question < 0 ? (template, "") : (template[..question], template[(question + 1)..]);
        return new UriTemplate(
            [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Segment)],
            [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Parameter)]);
    }

    private static UriSegment Segment(string text)
    {
        if (text[0] != '{')
            return new UriSegment(SegmentKind.Literal, text);
        return text.EndsWith(GreedySuffix, StringComparison.Ordinal)
            ? new UriSegment(SegmentKind.GreedyLabel, text[1..^GreedySuffix.Length])
            : new UriSegment(SegmentKind.Label, text[1..^1]);
    }

    private static KeyValuePair<string, string> Parameter(string text) =>
        text.Split('=', 2) is [var name, var value] ? new(name, value) : new(text, "");
}

/// <summary>One segment of a template: a literal's text or a label's name.</summary>
internal readonly record struct UriSegment(SegmentKind Kind, string Text);

/// <summary>What a segment of a template stands for.</summary>
internal enum SegmentKind
{
    /// <summary>Itself.</summary>
    Literal,

    /// <summary>One segment.</summary>
    Label,

    /// <summary>One segment or more, slashes and all.</summary>
    GreedyLabel,
}
