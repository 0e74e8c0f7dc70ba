using System.Runtime.InteropServices;

namespace Brasa.Sandbox.Native;

/// <summary>Mounts, network namespaces and the sockets made inside them.</summary>
internal static unsafe partial class LibC
{
    public const int CLONE_FS = 0x200, CLONE_NEWNS = 0x20000, CLONE_NEWNET = 0x40000000;
    public const ulong MS_NOSUID = 2, MS_NODEV = 4, MS_NOATIME = 1024, MS_BIND = 4096, MS_REC = 16384, MS_PRIVATE = 1 << 18;
    public const int MNT_DETACH = 2;
    public const ulong MOUNT_ATTR_RDONLY = 1, MOUNT_ATTR_NOSUID = 2, MOUNT_ATTR_NODEV = 4, MOUNT_ATTR_IDMAP = 0x100000;
    public const int AF_INET = 2, AF_NETLINK = 16, SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_RAW = 3, SOCK_CLOEXEC = 0x80000, SOCK_NONBLOCK = 0x800;

    // The same on every architecture.
    private const long SYS_open_tree = 428, SYS_move_mount = 429, SYS_mount_setattr = 442;
    private const int AT_FDCWD = -100, AT_EMPTY_PATH = 0x1000, AT_RECURSIVE = 0x8000;
    private const uint OPEN_TREE_CLONE = 1, MOVE_MOUNT_F_EMPTY_PATH = 4;

    // SAFETY: changes the calling thread only; its callers do so on threads of their own.
    [LibraryImport(Library, EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    // SAFETY: as Unshare.
    [LibraryImport(Library, EntryPoint = "setns", SetLastError = true)]
    public static partial int SetNamespace(Descriptor processOrNamespace, int kind);

    // SAFETY: strings are copied for the call.
    [LibraryImport(Library, EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string? type, ulong flags, string? data);

    // SAFETY: the string is copied for the call.
    [LibraryImport(Library, EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unmount(string target, int flags);

    /// <summary>Sets attributes on a mount and every mount below it.</summary>
    public static int SetMountAttributes(string path, ulong attributes)
    {
        var attr = stackalloc ulong[4] { attributes, 0, 0, 0 };
        // SAFETY: `attr` is a struct mount_attr (four u64: set, clear, propagation, userns_fd) and its size is passed along.
        return (int)MountSetAttribute(SYS_mount_setattr, AT_FDCWD, path, AT_RECURSIVE, attr, 4 * sizeof(ulong));
    }

    /// <summary>Sets attributes on a mount that is in no namespace yet.</summary>
    public static int SetMountAttributes(Descriptor mount, ulong attributes)
    {
        var attr = stackalloc ulong[4] { attributes, 0, 0, 0 };
        // SAFETY: as above.
        return (int)MountSetAttributeOf(SYS_mount_setattr, mount, "", AT_EMPTY_PATH, attr, 4 * sizeof(ulong));
    }

    /// <summary>Sets attributes on a mount that is in no namespace yet, and maps its files' owners as a user namespace maps ids.</summary>
    public static int MapMount(Descriptor mount, ulong attributes, Descriptor userNamespace)
    {
        var held = false;
        try
        {
            userNamespace.DangerousAddRef(ref held);
            var attr = stackalloc ulong[4] { attributes | MOUNT_ATTR_IDMAP, 0, 0, (ulong)userNamespace.Number };
            // SAFETY: as above; the reference just taken keeps the descriptor in it open during the call.
            return (int)MountSetAttributeOf(SYS_mount_setattr, mount, "", AT_EMPTY_PATH, attr, 4 * sizeof(ulong));
        }
        finally
        {
            if (held) userNamespace.DangerousRelease();
        }
    }

    /// <summary>A copy of the mount at a path that is in no namespace and lives as long as its descriptor, which the caller owns.</summary>
    public static int CloneMount(string path) => (int)OpenTree(SYS_open_tree, AT_FDCWD, path, OPEN_TREE_CLONE | O_CLOEXEC);

    /// <summary>The same of an open directory.</summary>
    public static int CloneMount(Descriptor directory) => (int)OpenTreeOf(SYS_open_tree, directory, "", OPEN_TREE_CLONE | O_CLOEXEC | AT_EMPTY_PATH);

    /// <summary>Shows at a path what <see cref="CloneMount"/> has returned.</summary>
    public static int AttachMount(Descriptor mount, string path) =>
        (int)MoveMount(SYS_move_mount, mount, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH);

    // SAFETY: takes values only; the caller owns the result.
    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial int OpenSocket(int family, int type, int protocol);

    // SAFETY: `address` must be a struct sockaddr of `length` bytes.
    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int socket, byte* address, int length);

    // SAFETY: takes values only.
    [LibraryImport(Library, EntryPoint = "listen", SetLastError = true)]
    public static partial int Listen(int socket, int backlog);

    // SAFETY: the name is copied for the call; it is looked up in the network of the calling thread.
    [LibraryImport(Library, EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint InterfaceIndex(string name);

    // SAFETY: called by SetMountAttributes only, with the argument types mount_setattr(2) has.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long MountSetAttribute(long number, long directory, string path, long flags, ulong* attr, long size);

    // SAFETY: as MountSetAttribute, with a descriptor that the marshaller keeps open.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long MountSetAttributeOf(long number, Descriptor mount, string path, long flags, ulong* attr, long size);

    // SAFETY: called by CloneMount only, with the argument types open_tree(2) has.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long OpenTree(long number, long directory, string path, ulong flags);

    // SAFETY: as OpenTree, with a descriptor that the marshaller keeps open.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long OpenTreeOf(long number, Descriptor directory, string path, ulong flags);

    // SAFETY: called by AttachMount only, with the argument types move_mount(2) has.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long MoveMount(long number, Descriptor from, string fromPath, long toDirectory, string toPath, ulong flags);
}
