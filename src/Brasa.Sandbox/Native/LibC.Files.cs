using System.Runtime.InteropServices;

namespace Brasa.Sandbox.Native;

/// <summary>The C library and kernel calls that .NET does not offer. Every import here takes blittable values or marshalled strings.</summary>
internal static unsafe partial class LibC
{
    private const string Library = "libc";

    public const int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000, O_PATH = 0x200000;
    public const int SEEK_DATA = 3, SEEK_HOLE = 4;
    public const uint FIONREAD = 0x541B;

    // The same on every architecture.
    private const long SYS_openat2 = 437;
    private const ulong RESOLVE_NO_MAGICLINKS = 2, RESOLVE_NO_SYMLINKS = 4;
    private const uint STATX_BASIC_STATS = 0x7FF;
    private const int StatxBytes = 256, StatvfsBytes = 256;

    /// <summary>Opens what lies at a path that no symbolic link is part of, as a place only; the caller owns the result.</summary>
    public static int OpenWithoutLinks(string path)
    {
        var how = stackalloc ulong[3] { O_PATH | O_CLOEXEC, 0, RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS };
        // SAFETY: `how` is a struct open_how (three u64: flags, mode, resolve) and its size is passed along.
        return (int)OpenAt2(SYS_openat2, AT_FDCWD, path, how, 3 * sizeof(ulong));
    }

    /// <summary>What an open file is.</summary>
    public static FileStatus ReadStatus(Descriptor file)
    {
        const int user = 20, group = 24, mode = 28, type = 0xF000, directory = 0x4000;
        var status = stackalloc byte[StatxBytes];
        // SAFETY: `status` has room for a struct statx, in which these are at the same places on every architecture.
        NativeCall.Check(Statx(file, "", AT_EMPTY_PATH, STATX_BASIC_STATS, status), "statx");
        return new FileStatus((*(ushort*)(status + mode) & type) == directory, *(uint*)(status + user), *(uint*)(status + group));
    }

    /// <summary>Whether the mount that an open file lies on ignores set-user-id bits.</summary>
    public static bool IsNosuid(Descriptor file)
    {
        const int flags = 9 * sizeof(ulong);
        var status = stackalloc byte[StatvfsBytes];
        // SAFETY: `status` has room for a struct statvfs, whose tenth word f_flag is where a word has 64 bits.
        NativeCall.Check(StatFileSystem(file, status), "fstatvfs");
        return (*(ulong*)(status + flags) & MS_NOSUID) != 0;
    }

    // SAFETY: takes a number; closing one not open fails with EBADF.
    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fd);

    // SAFETY: the path is copied for the call; the result is owned by the caller.
    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    // SAFETY: the buffer must hold `count` bytes; callers pass spans pinned for the call.
    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(Descriptor fd, byte* buffer, nint count);

    // SAFETY: as Read, the kernel only reads the buffer.
    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(Descriptor fd, byte* buffer, nint count);

    // SAFETY: `fds` must have room for two numbers.
    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe2(int* fds, int flags);

    // SAFETY: F_SETFL takes flags by value.
    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Fcntl(Descriptor fd, int command, nint argument);

    // SAFETY: `argument` is a value or points to what the request reads or writes; every caller names the struct beside it.
    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(Descriptor fd, nuint request, nint argument);

    // SAFETY: takes values only.
    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(SafeHandle fd, long offset, int whence);

    // SAFETY: the path is copied for the call.
    [LibraryImport(Library, EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Chown(string path, uint user, uint group);

    // SAFETY: takes values only.
    [LibraryImport(Library, EntryPoint = "fchown", SetLastError = true)]
    public static partial int Chown(Descriptor file, uint user, uint group);

    // SAFETY: takes nothing.
    [LibraryImport(Library, EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUser();

    // SAFETY: called by OpenWithoutLinks only, with the argument types openat2(2) has.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long OpenAt2(long number, long directory, string path, ulong* how, long size);

    // SAFETY: called by ReadStatus only; the path is copied for the call.
    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(Descriptor file, string path, int flags, uint mask, byte* status);

    // SAFETY: called by IsNosuid only.
    [LibraryImport(Library, EntryPoint = "fstatvfs", SetLastError = true)]
    private static partial int StatFileSystem(Descriptor file, byte* status);
}
