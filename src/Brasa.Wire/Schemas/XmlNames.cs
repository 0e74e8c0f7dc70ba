namespace Brasa.Wire.Schemas;

/// <summary>How a list stands in forms and in XML.</summary>
/// <param name="Item">The name of each item; without meaning where they are flattened.</param>
/// <param name="IsFlattened">Whether items stand in place of the list, each under the list's own name.</param>
public sealed record ListNames(string Item = "member", bool IsFlattened = false)
{
    /// <summary>A list of the models' usual kind.</summary>
    public static readonly ListNames Usual = new();
}

/// <summary>How a map stands in forms and in XML.</summary>
/// <param name="Key">The name of each key.</param>
/// <param name="Value">The name of each value.</param>
/// <param name="IsFlattened">Whether entries stand in place of the map, each under the map's own name.</param>
public sealed record MapNames(string Key = "key", string Value = "value", bool IsFlattened = false)
{
    /// <summary>A map of the models' usual kind.</summary>
    public static readonly MapNames Usual = new();
}
