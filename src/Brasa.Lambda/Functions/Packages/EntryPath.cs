using System.Text;

namespace Brasa.Lambda.Functions.Packages;

/// <summary>Where an entry goes, from the name the archive gives it.</summary>
internal static class EntryPath
{
    /// <summary>Longest name Linux takes, in bytes: <c>NAME_MAX</c>.</summary>
    private const int MaxNameBytes = 255;

    /// <summary>Longest path in bytes: <c>PATH_MAX</c> is 4,096, less room for the directory that it is unpacked in.</summary>
    private const int MaxPathBytes = 3_072;

    /// <summary>The path relative to the package's root, its names joined by <c>/</c>; empty for the root itself.</summary>
    /// <returns><c>null</c> where the name leads outside or cannot be a path on Linux.</returns>
    public static string? TryParse(string name)
    {
        // U+FFFD stands where the bytes were not UTF-8. A backslash is no separator here, but it was one to whoever wrote it.
        if (name.Length == 0 || name[0] == '/' || name.AsSpan().ContainsAny('\0', '\\', '\uFFFD') || HasDriveLetter(name)
            || Encoding.UTF8.GetByteCount(name) > MaxPathBytes)
            return null;

        var names = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        return names.Any(part => part == ".." || Encoding.UTF8.GetByteCount(part) > MaxNameBytes) ? null : string.Join('/', names);
    }

    /// <summary>The path of the directory above; empty for one at the root.</summary>
    public static string Parent(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    private static bool HasDriveLetter(string name) => name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0]);
}
