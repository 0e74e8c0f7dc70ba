namespace Brasa.Wire.Schemas;

/// <summary>A list, whatever it is of.</summary>
internal interface IListSchema
{
    /// <summary>The schema of its items, where those are structures.</summary>
    IStructureSchema? Items { get; }
}
