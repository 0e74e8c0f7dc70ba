using System.Runtime.CompilerServices;

namespace Brasa.Architecture.Tests;

/// <summary>Where the sources of these tests stand, and with them the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string here = "")
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Brasa.slnx"))) directory = directory.Parent;
        return directory?.FullName ?? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
    }
}
