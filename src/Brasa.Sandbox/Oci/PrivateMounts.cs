using System.Globalization;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Oci;

/// <summary>
/// The server's own mount namespace, which its launcher makes (<c>unshare --mount --propagation slave</c>). Mounts made here are seen by
/// nobody else, and die with the server and its sandboxes, also on kill -9.
/// </summary>
internal static class PrivateMounts
{
    private const string Namespace = "ns/mnt";

    private static readonly string[] Places = ["/media", "/mnt", "/srv"];

    /// <summary>Whether this process shares its mount namespace with neither its parent nor pid 1.</summary>
    public static bool InUse
    {
        get
        {
            if (Environment.ProcessId == 1) return true;
            var own = Read("self");
            return own is not null && own != Read("1") && own != Read(ParentId());
        }
    }

    /// <summary>
    /// Takes the v2 hierarchy out of this namespace where it is mounted beside v1: it has no controllers there, and crun 1.8 refuses
    /// a machine that has both.
    /// </summary>
    public static void HideMixedHierarchy(string? v2Root)
    {
        if (v2Root is null) return;
        NativeCall.Check(LibC.Unmount(v2Root, LibC.MNT_DETACH), $"Unmounting {v2Root}");
    }

    /// <summary>Shows no hierarchy at all: crun then leaves control groups alone where there are some of which none is ours.</summary>
    public static void HideHierarchies()
    {
        const string path = "/sys/fs/cgroup";
        if (Directory.Exists(path)) MountTmpfs(path);
    }

    /// <summary>Mounts a tmpfs of our own at a directory, made if need be.</summary>
    public static void MountTmpfs(string path)
    {
        Directory.CreateDirectory(path);
        NativeCall.Check(
            LibC.Mount("brasa", path, "tmpfs", LibC.MS_NOSUID | LibC.MS_NODEV, "mode=755"), $"Mounting a tmpfs at {path}");
        NativeCall.Check(LibC.Mount("", path, null, LibC.MS_PRIVATE | LibC.MS_REC, null), $"Making {path} private");
    }

    /// <summary>A directory that can be mounted over in this namespace without hiding one that is in use: the data's, the program's, or one of the <c>PATH</c>.</summary>
    public static string FindPlace(string data)
    {
        string[] used = [data, AppContext.BaseDirectory, .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')];
        return Places.FirstOrDefault(place => Directory.Exists(place) && !used.Any(path => path.StartsWith(place + "/", StringComparison.Ordinal)))
            ?? Path.Combine(data, "mounts");
    }

    /// <summary>Unmounts everything at and below a directory.</summary>
    public static void Detach(string path) => _ = LibC.Unmount(path, LibC.MNT_DETACH);

    private static string? Read(string process)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{process}/{Namespace}", returnFinalTarget: false)?.Name;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Not every root may look at pid 1; the parent then decides.
        }
    }

    private static string ParentId() =>
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..]
            .Trim().ToString(CultureInfo.InvariantCulture);
}
