namespace Brasa.Storage.Files;

/// <summary>File modes that do not depend on the umask the server was started with.</summary>
internal static class Modes
{
    public const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public const UnixFileMode PrivateDirectory = PrivateFile | UnixFileMode.UserExecute;

    public const UnixFileMode SharedDirectory =
        PrivateDirectory | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Makes the directory, and those above it that are missing, with exactly <paramref name="mode"/>.</summary>
    public static void CreateDirectory(string path, UnixFileMode mode)
    {
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
            CreateDirectory(parent, SharedDirectory);
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, mode);
    }

    /// <summary>Makes all of <paramref name="tree"/> readable by everyone and writable by its owner alone; links stay as they are.</summary>
    public static void Share(string tree)
    {
        File.SetUnixFileMode(tree, SharedDirectory);
        // Without links the walk stays inside: setting a mode through one would change its target.
        var everything = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (var entry in new DirectoryInfo(tree).EnumerateFileSystemInfos("*", everything))
        {
            var mode = entry is DirectoryInfo ? SharedDirectory : SharedFile(entry.UnixFileMode);
            if (entry.UnixFileMode != mode)
                entry.UnixFileMode = mode;
        }
    }

    private static UnixFileMode SharedFile(UnixFileMode mode) =>
        Readable | (mode & UnixFileMode.UserWrite) | ((mode & Executable) == 0 ? 0 : Executable);
}
