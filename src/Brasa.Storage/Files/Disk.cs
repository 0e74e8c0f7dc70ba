using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Brasa.Storage.Files;

/// <summary>The syncs that .NET has no call for: of a directory's entries, and of everything written under one.</summary>
internal static partial class Disk
{
    private const int ReadOnly = 0x80000; // O_RDONLY | O_CLOEXEC, the same on x86-64 and arm64

    /// <summary>Puts the directory's entries on disk: names made, renamed or removed in it stay so.</summary>
    public static void SyncDirectory(string path) => WithDirectory(path, "fsync", FSync);

    /// <summary>Puts on disk all that was written to the file system of <paramref name="path"/>: one call, however many files.</summary>
    public static void SyncFileSystem(string path) => WithDirectory(path, "syncfs", SyncFs);

    private static void WithDirectory(string path, string call, Func<int, int> sync)
    {
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            throw Failed("open", path);
        try
        {
            if (sync(descriptor) != 0)
                throw Failed(call, path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string call, string path) =>
        new($"{call} of {path} failed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    // SAFETY: the path is marshalled as a NUL-terminated UTF-8 copy that outlives the call; no mode argument is read without O_CREAT.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    // SAFETY: takes only a descriptor, which WithDirectory has opened and not yet closed.
    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    // SAFETY: as for fsync.
    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFs(int descriptor);

    // SAFETY: called once for each descriptor opened above.
    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
