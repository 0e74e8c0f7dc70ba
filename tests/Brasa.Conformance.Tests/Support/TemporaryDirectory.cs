namespace Brasa.Conformance.Tests.Support;

/// <summary>A directory of mode 0700, deleted with what is in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("brasa-conformance-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
