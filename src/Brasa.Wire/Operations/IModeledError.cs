using Brasa.Wire.Schemas;

namespace Brasa.Wire.Operations;

/// <summary>An error with members of its own, which the model describes.</summary>
public interface IModeledError
{
    /// <summary>Hands itself and its schema to <paramref name="visitor"/>.</summary>
    void Accept(IStructureVisitor visitor);
}
