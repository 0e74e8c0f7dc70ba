namespace Brasa.Wire.Schemas;

/// <summary>Takes a structure with its type.</summary>
public interface IStructureVisitor
{
    /// <summary>Takes <paramref name="value"/>.</summary>
    void Visit<T>(StructureSchema<T> schema, T value)
        where T : class;
}
