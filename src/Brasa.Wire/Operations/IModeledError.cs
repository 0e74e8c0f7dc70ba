using Brasa.Wire.Schemas;

namespace Brasa.Wire.Operations;

/// <summary>An error with members of its own, which the model describes.</summary>
public interface IModeledError
{
    /// <summary>Its code in the query protocol where it is another there.</summary>
    string? QueryCode => null;

    /// <summary>Its status in the query protocol where it is another there.</summary>
    int? QueryStatus => null;

    /// <summary>Hands itself and its schema to <paramref name="visitor"/>.</summary>
    void Accept(IStructureVisitor visitor);
}
