using System.Runtime.InteropServices;

namespace Brasa.Sandbox.Native;

/// <summary>Calls that only look at the machine.</summary>
internal static unsafe partial class LibC
{
    private const int EPERM = 1, ENOSYS = 38;
    private const int W_OK = 2, X_OK = 1;
    private const int TIME_ERROR = 5, TimexBytes = 256;

    private static readonly (string Name, long Number)[] CallsNeeded =
    [
        ("pidfd_send_signal", SYS_pidfd_send_signal), ("pidfd_open", SYS_pidfd_open), ("openat2", SYS_openat2),
        ("open_tree", SYS_open_tree), ("move_mount", SYS_move_mount), ("mount_setattr", SYS_mount_setattr),
    ];

    /// <summary>Those of the newer system calls that the kernel does not have, or something forbids although this process is root in its namespace.</summary>
    public static IReadOnlyList<string> MissingCalls()
    {
        var isRoot = GetEffectiveUser() == 0;
        return [.. CallsNeeded.Where(call => IsMissing(call.Number, isRoot)).Select(call => call.Name)];
    }

    /// <summary>Whether this process may make files in a directory.</summary>
    public static bool MayWriteIn(string directory) => Access(directory, W_OK | X_OK) == 0;

    /// <summary>Whether something keeps the clock right; <c>null</c> where the kernel does not tell.</summary>
    public static bool? IsClockSynchronised()
    {
        var state = stackalloc byte[TimexBytes];
        new Span<byte>(state, TimexBytes).Clear();
        // SAFETY: `state` has room for a struct timex (208 bytes at most); its first word, what to change, is 0.
        return AdjustTime(state) switch
        {
            < 0 => null,
            TIME_ERROR => false,
            _ => true,
        };
    }

    // SAFETY: takes a handle that the marshaller keeps open.
    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int SyncData(SafeHandle file);

    private static bool IsMissing(long number, bool isRoot)
    {
        // SAFETY: no descriptor is -1 and no string or struct is at 0, so that each of these calls fails, and changes nothing.
        _ = SystemCall(number, -1, 0, 0, 0);
        return NativeCall.LastError is var error && (error == ENOSYS || (isRoot && error == EPERM));
    }

    // SAFETY: the path is copied for the call.
    [LibraryImport(Library, EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    // SAFETY: called by IsClockSynchronised only.
    [LibraryImport(Library, EntryPoint = "adjtimex", SetLastError = true)]
    private static partial int AdjustTime(byte* state);
}
