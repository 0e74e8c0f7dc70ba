using System.Runtime.InteropServices;

namespace Brasa.Sandbox.Native;

/// <summary>The C library and kernel calls that .NET does not offer. Every import here takes blittable values or marshalled strings.</summary>
internal static unsafe partial class LibC
{
    private const string Library = "libc";

    public const int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000;
    public const int SEEK_DATA = 3, SEEK_HOLE = 4;
    public const uint FIONREAD = 0x541B;

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

    // SAFETY: takes nothing.
    [LibraryImport(Library, EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUser();
}
