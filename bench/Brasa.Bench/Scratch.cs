namespace Brasa.Bench;

/// <summary>A temporary directory, gone when the benchmark is.</summary>
internal sealed class Scratch : IDisposable
{
    // The users inside sandboxes pass through it to their code.
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public Scratch()
    {
        Root = Directory.CreateTempSubdirectory("brasa-bench-").FullName;
        File.SetUnixFileMode(Root, Passable);
    }

    public string Root { get; }

    /// <summary>A new directory in it.</summary>
    public string Make(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
