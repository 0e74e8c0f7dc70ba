using Brasa.Core.Storage;

namespace Brasa.Lambda.Functions;

/// <summary>Packages held for what is about to be stored, so that none goes meanwhile; given back when that is not stored after all.</summary>
internal sealed class CodeHolds(CodeStore code) : IDisposable
{
    private readonly List<BlobId> held = [];

    public void Add(BlobId id)
    {
        code.Retain(id);
        held.Add(id);
    }

    /// <summary>What holds them is stored.</summary>
    public void Keep() => held.Clear();

    /// <summary>Gives back what is not kept; also to begin anew.</summary>
    public void Dispose()
    {
        foreach (var id in held) code.Release(id);
        held.Clear();
    }
}
