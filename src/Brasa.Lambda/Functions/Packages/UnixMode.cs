using System.IO.Compression;

namespace Brasa.Lambda.Functions.Packages;

/// <summary>The Unix mode in the upper half of an entry's external attributes; 0 in archives made elsewhere.</summary>
internal static class UnixMode
{
    // File types of <sys/stat.h>.
    public const int Unknown = 0;
    public const int Directory = 0x4000;
    public const int RegularFile = 0x8000;
    public const int SymbolicLink = 0xA000;

    public const UnixFileMode SharedDirectory = ReadableByAll | ExecutableByAll | UnixFileMode.UserWrite;

    private const int TypeMask = 0xF000;

    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode ExecutableByAll = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static int TypeOf(ZipArchiveEntry entry) => Of(entry) & TypeMask;

    /// <summary>The file's permissions: all may read, all may execute if anyone may, the owner may write if the archive says so.</summary>
    public static UnixFileMode PermissionsOf(ZipArchiveEntry entry)
    {
        var mode = (UnixFileMode)(Of(entry) & ~TypeMask);
        if (Of(entry) == Unknown)
            mode = UnixFileMode.UserWrite;
        return ReadableByAll | (mode & UnixFileMode.UserWrite) | ((mode & ExecutableByAll) == 0 ? UnixFileMode.None : ExecutableByAll);
    }

    private static int Of(ZipArchiveEntry entry) => entry.ExternalAttributes >>> 16;
}
