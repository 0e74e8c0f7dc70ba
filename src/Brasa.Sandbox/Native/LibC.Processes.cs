using System.Runtime.InteropServices;

namespace Brasa.Sandbox.Native;

/// <summary>Starting, watching and ending processes.</summary>
internal static unsafe partial class LibC
{
    public const int SIGKILL = 9, SIGCONT = 18, SIGSTOP = 19;
    public const int PR_SET_CHILD_SUBREAPER = 36;
    public const int P_PID = 1, P_PIDFD = 3;
    public const int WNOHANG = 1, WEXITED = 4;
    public const int CLD_EXITED = 1;
    public const int SigInfoBytes = 128;
    public const short POSIX_SPAWN_SETSIGDEF = 4, POSIX_SPAWN_SETSIGMASK = 8, POSIX_SPAWN_SETSID = 0x80;

    private const int RLIMIT_FSIZE = 1;

    // The same on every architecture.
    private const long SYS_pidfd_send_signal = 424, SYS_pidfd_open = 434;

    /// <summary>Opens a handle on a process; the caller must be sure the pid has not been reused, as a parent is.</summary>
    // SAFETY: takes values only.
    public static int OpenProcess(int pid) => (int)SystemCall(SYS_pidfd_open, pid, 0, 0, 0);

    /// <summary>Signals exactly the process behind a handle.</summary>
    public static int SignalProcess(Descriptor process, int signal)
    {
        var held = false;
        try
        {
            process.DangerousAddRef(ref held);
            // SAFETY: the reference just taken keeps the descriptor open during the call.
            return (int)SystemCall(SYS_pidfd_send_signal, process.Number, signal, 0, 0);
        }
        finally
        {
            if (held) process.DangerousRelease();
        }
    }

    /// <summary>Waits for a child that has ended, whatever its status; harmless for any other process.</summary>
    public static void Reap(int pid)
    {
        var info = stackalloc byte[SigInfoBytes];
        // SAFETY: `info` has room for a siginfo_t.
        _ = WaitId(P_PID, pid, info, WEXITED | WNOHANG);
    }

    /// <summary>Limits the size of files that a process, and those it starts from now on, can write.</summary>
    public static int LimitFileSize(int pid, ulong bytes)
    {
        var limit = stackalloc ulong[2] { bytes, bytes };
        // SAFETY: `limit` is a struct rlimit (two u64: soft, hard); the old limit is not asked for.
        return SetLimit(pid, RLIMIT_FSIZE, limit, null);
    }

    // SAFETY: takes values only.
    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    // SAFETY: PR_SET_CHILD_SUBREAPER takes a value.
    [LibraryImport(Library, EntryPoint = "prctl", SetLastError = true)]
    public static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    // SAFETY: `info` must have room for a siginfo_t (128 bytes).
    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int kind, int id, byte* info, int options);

    // SAFETY: pointers are to structures initialised by the calls below and to null-terminated arrays of C strings; see Spawner.
    [LibraryImport(Library, EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Spawn(out int pid, string path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    // SAFETY (these nine): the structure pointers have room for glibc's and musl's types, and are destroyed after use.
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int SpawnActionsInit(byte* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int SpawnActionsDestroy(byte* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int SpawnActionsDup2(byte* actions, int fd, int target);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SpawnActionsOpen(byte* actions, int fd, string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SpawnActionsChangeDirectory(byte* actions, string path);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_init")]
    public static partial int SpawnAttributesInit(byte* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_destroy")]
    public static partial int SpawnAttributesDestroy(byte* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SpawnAttributesFlags(byte* attributes, short flags);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SpawnAttributesDefaultSignals(byte* attributes, byte* signals);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SpawnAttributesMask(byte* attributes, byte* signals);

    // SAFETY: called with the numbers above, whose arguments are values.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, long a, long b, long c, long d);

    // SAFETY: called by LimitFileSize only.
    [LibraryImport(Library, EntryPoint = "prlimit", SetLastError = true)]
    private static partial int SetLimit(int pid, int resource, ulong* limit, ulong* before);
}
