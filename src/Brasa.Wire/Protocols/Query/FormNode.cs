using System.Globalization;
using Brasa.Wire.Schemas;
using Microsoft.AspNetCore.WebUtilities;

namespace Brasa.Wire.Protocols.Query;

/// <summary>Parameters of a form as the tree that the dots in their names make of them: <c>Tags.member.1.Key</c>.</summary>
internal sealed class FormNode
{
    /// <summary>More than any request needs, and not enough to be a burden.</summary>
    private const int MostParameters = 10_000;

    /// <summary>Deeper than any model.</summary>
    private const int MaxDepth = 16;

    private static readonly Dictionary<string, FormNode> None = [];

    private Dictionary<string, FormNode>? children;

    /// <summary>The parameter of exactly this name; <c>null</c> where there are only longer ones.</summary>
    public string? Value { get; private set; }

    /// <summary>What follows the next dot, in the order of its first appearance.</summary>
    public IReadOnlyDictionary<string, FormNode> Children => children ?? None;

    /// <summary>The children called 1, 2, 3… in that order; gaps are passed over.</summary>
    public IEnumerable<FormNode> Numbered => Children
        .Select(child => (Number: int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw NotNumbered(child.Key), child.Value))
        .OrderBy(child => child.Number)
        .Select(child => child.Value);

    /// <summary>Reads what is <c>application/x-www-form-urlencoded</c>.</summary>
    /// <exception cref="SerializationException">There are too many parameters, or names with too many dots.</exception>
    public static FormNode Parse(params ReadOnlySpan<string> forms)
    {
        var root = new FormNode();
        var count = 0;
        foreach (var form in forms)
        {
            foreach (var parameter in new QueryStringEnumerable(form))
            {
                if (++count > MostParameters) throw new SerializationException($"A request has {MostParameters} parameters at most.");
                root.Add(parameter.DecodeName().Span, parameter.DecodeValue());
            }
        }
        return root;
    }

    /// <summary>Adds a parameter unless there is one of that name, which must have no dots.</summary>
    public void AddMissing(string name, string value)
    {
        if (!Children.ContainsKey(name)) Add(name, value.AsMemory());
    }

    private void Add(ReadOnlySpan<char> name, ReadOnlyMemory<char> value)
    {
        var (node, depth) = (this, 0);
        foreach (var part in name.Split('.'))
        {
            if (++depth > MaxDepth) throw new SerializationException($"The name of a parameter has {MaxDepth} parts at most.");
            var children = node.children ??= new Dictionary<string, FormNode>(StringComparer.Ordinal);
            var key = name[part].ToString();
            if (!children.TryGetValue(key, out var child)) children[key] = child = new FormNode();
            node = child;
        }
        node.Value = value.ToString();
    }

    private static SerializationException NotNumbered(string name) => new($"The items of a list are numbered, and {name} is no number.");
}
