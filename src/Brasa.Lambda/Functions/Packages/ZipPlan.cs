using System.IO.Compression;

namespace Brasa.Lambda.Functions.Packages;

/// <summary>What an archive would unpack to, each path once, decided before anything is written.</summary>
internal sealed class ZipPlan
{
    /// <summary>Most files, links and directories: one costs its sender a few bytes, and the host an inode. AWS states no number.</summary>
    private const int MaxPaths = 100_000;

    private readonly Dictionary<string, Kind> kinds = [];
    private readonly List<string> directories = [];

    /// <summary>Directories to make, parents first.</summary>
    public IReadOnlyList<string> Directories => directories;

    /// <summary>Files by path.</summary>
    public List<(string Path, ZipArchiveEntry Entry)> Files { get; } = [];

    /// <summary>Symbolic links by path; their targets are the entries' contents.</summary>
    public List<(string Path, ZipArchiveEntry Entry)> Links { get; } = [];

    private enum Kind { Directory, File, Link }

    /// <exception cref="Core.Errors.AwsException">The archive cannot be used.</exception>
    public static ZipPlan Of(ZipArchive archive, long maxUnzippedBytes)
    {
        if (archive.Entries.Count == 0)
            throw PackageErrors.Empty();
        RequireSize(archive, maxUnzippedBytes);

        var plan = new ZipPlan();
        foreach (var entry in archive.Entries)
            plan.Add(entry);
        return plan;
    }

    /// <summary>The stated sizes, which the unpacker then holds every entry to.</summary>
    private static void RequireSize(ZipArchive archive, long limit)
    {
        var left = limit;
        foreach (var entry in archive.Entries)
        {
            if (entry.Length > left || entry.Length < 0)
                throw PackageErrors.UnzippedTooLarge(limit);
            left -= entry.Length;
        }
    }

    private void Add(ZipArchiveEntry entry)
    {
        if (entry.IsEncrypted || EntryPath.TryParse(entry.FullName) is not { } path)
            throw PackageErrors.NotUnzippable();

        var isDirectory = entry.FullName.EndsWith('/');
        switch (UnixMode.TypeOf(entry))
        {
            case UnixMode.Directory or UnixMode.Unknown when isDirectory:
                AddDirectory(path);
                break;
            case UnixMode.RegularFile or UnixMode.Unknown when !isDirectory:
                AddLeaf(path, Kind.File);
                Files.Add((path, entry));
                break;
            case UnixMode.SymbolicLink when !isDirectory:
                AddLeaf(path, Kind.Link);
                Links.Add((path, entry));
                break;
            default:
                throw PackageErrors.NotUnzippable();
        }
    }

    private void AddDirectory(string path)
    {
        if (path.Length == 0)
            return;
        if (!kinds.TryGetValue(path, out var kind))
        {
            AddDirectory(EntryPath.Parent(path));
            Claim(path, Kind.Directory);
            directories.Add(path);
        }
        else if (kind != Kind.Directory)
        {
            throw PackageErrors.NotUnzippable();
        }
    }

    private void AddLeaf(string path, Kind kind)
    {
        AddDirectory(EntryPath.Parent(path));
        Claim(path, kind);
    }

    private void Claim(string path, Kind kind)
    {
        if (path.Length == 0 || kinds.Count == MaxPaths || !kinds.TryAdd(path, kind))
            throw PackageErrors.NotUnzippable();
    }
}
