using Brasa.Wire.Schemas;

namespace Brasa.Wire.Operations;

/// <summary>An error with members of its own, which the model describes.</summary>
public interface IModeledError
{
    /// <summary>Hands itself and its schema to <paramref name="visitor"/>.</summary>
    void Accept(IModeledErrorVisitor visitor);
}

/// <summary>Takes a modelled error with its type.</summary>
public interface IModeledErrorVisitor
{
    /// <summary>Takes <paramref name="error"/>.</summary>
    void Visit<T>(StructureSchema<T> schema, T error)
        where T : class;
}
