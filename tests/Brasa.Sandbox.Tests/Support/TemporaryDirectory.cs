namespace Brasa.Sandbox.Tests.Support;

/// <summary>A directory of mode 0700, deleted with what is in it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("brasa-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
