using System.Diagnostics;
using System.Globalization;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Probe;

/// <summary>Whether a directory does for a server's data: whose it is, what it lies on, how much room there is and how fast that is.</summary>
internal static class DirectoryFindings
{
    private const string Directory = "data directory", Disk = "disk";
    private const long Gibibyte = 1L << 30;

    /// <summary>A package unpacked, its zip and some <c>/tmp</c>; below it things begin to fail.</summary>
    private const long LittleRoom = 2 * Gibibyte, NoRoom = Gibibyte / 8;

    private const int Writes = 20, WriteBytes = 4_096;

    /// <summary>What an ordinary disk takes to make 4 KiB safe; every change of a function waits for it.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);

    private static readonly string[] Remote = ["nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "fuse.sshfs", "fuse.glusterfs", "afs"];
    private static readonly string[] InMemory = ["tmpfs", "ramfs"];

    public static IEnumerable<Finding> Of(string path)
    {
        var existing = Existing(path);
        return [Rights(path, existing), FileSystem(existing, File.ReadLines("/proc/self/mountinfo")), Room(existing), .. existing == path ? Speed(path) : []];
    }

    /// <summary>The directory, or the nearest above it that there is.</summary>
    public static string Existing(string path) => System.IO.Directory.Exists(path) ? path : Existing(Path.GetDirectoryName(path) ?? "/");

    private static Finding Rights(string path, string existing)
    {
        using var opened = new Descriptor(LibC.Open(existing, LibC.O_PATH | LibC.O_CLOEXEC));
        if (opened.IsInvalid || !LibC.MayWriteIn(existing))
            return Finding.Problem(Directory, $"This user may not write to {existing}.", $"chown $USER {existing}, or another directory with --data");
        if (existing != path) return Finding.Ok(Directory, $"{path} does not exist yet; it can be made");

        const UnixFileMode others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if (LibC.ReadStatus(opened).UserId != LibC.GetEffectiveUser())
            return Finding.Warning(Directory, $"{path} belongs to another user.", "That user can read and change everything that the server stores.", $"chown $USER {path}");
        return (File.GetUnixFileMode(path) & others) != 0
            ? Finding.Warning(Directory, $"{path} can be written to by others than its owner.", "They can change everything that the server stores, its key included.", $"chmod 711 {path}")
            : Finding.Ok(Directory, $"{path} belongs to this user, and nobody else writes to it");
    }

    internal static Finding FileSystem(string path, IEnumerable<string> mountInfo)
    {
        var type = FileSystemOf(path, mountInfo);
        return type switch
        {
            _ when Remote.Contains(type) => Finding.Warning(
                Disk, $"{path} is on another machine: {type}.", "SQLite's journal and locks do not hold there: what is stored may be lost or damaged.", "a directory on a local disk with --data"),
            _ when InMemory.Contains(type) => Finding.Warning(
                Disk, $"{path} is in memory: {type}.", "All that is stored is lost when the machine restarts, and takes memory from functions.", "a directory on a disk with --data"),
            "overlay" => Finding.Warning(
                Disk, $"{path} is in the writable layer of a container: {type}.", "All that is stored is lost with the container.", "a volume, and a directory on it with --data"),
            _ => Finding.Ok(Disk, $"{path} is on {type}"),
        };
    }

    /// <summary>The type of the file system that a path lies on, by lines of proc_pid_mountinfo(5): the last of those mounted deepest.</summary>
    internal static string FileSystemOf(string path, IEnumerable<string> mountInfo)
    {
        var (deepest, type) = (-1, "unknown");
        foreach (var line in mountInfo)
        {
            var halves = line.Split(" - ", 2);
            if (halves.Length < 2) continue;
            var place = halves[0].Split(' ')[4].Replace("\\040", " ", StringComparison.Ordinal).TrimEnd('/');
            if (place.Length >= deepest && (path == place || path.StartsWith(place + "/", StringComparison.Ordinal))) (deepest, type) = (place.Length, halves[1].Split(' ')[0]);
        }

        return type;
    }

    private static Finding Room(string path)
    {
        var free = new DriveInfo(path).AvailableFreeSpace;
        var what = string.Create(CultureInfo.InvariantCulture, $"{(double)free / Gibibyte:F1} GiB are free at {path}");
        const string meaning = "Packages, logs and the /tmp of functions need room; writes fail where there is none.";
        return free < NoRoom ? Finding.Problem(Disk, $"Only {what}.", "room there, or another directory with --data")
            : free < LittleRoom ? Finding.Warning(Disk, $"Only {what}.", meaning, "room there, or another directory with --data")
            : Finding.Ok(Disk, what);
    }

    private static IEnumerable<Finding> Speed(string path)
    {
        if (!LibC.MayWriteIn(path)) yield break;
        Finding finding;
        try
        {
            var median = Measure(path);
            var what = string.Create(CultureInfo.InvariantCulture, $"it takes {median.TotalMilliseconds:F2} ms to make 4 KiB safe (fdatasync, median of {Writes})");
            finding = median > Slow
                ? Finding.Warning(Disk, $"The disk is slow: {what}.", "Creating and changing functions, and queued invocations, wait for that each time.", "a faster disk, and a directory on it with --data")
                : Finding.Ok(Disk, what);
        }
        catch (Exception e) when (e is IOException or SandboxException)
        {
            finding = Finding.Problem(Disk, $"Nothing can be written to {path}: {e.Message}", "room there, or another directory with --data");
        }

        yield return finding;
    }

    private static TimeSpan Measure(string path)
    {
        using var file = new FileStream(
            Path.Combine(path, $".doctor-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        var times = new TimeSpan[Writes];
        for (var i = 0; i < Writes; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            file.Write(new byte[WriteBytes]);
            NativeCall.Check(LibC.SyncData(file.SafeFileHandle), "fdatasync");
            times[i] = Stopwatch.GetElapsedTime(begin);
        }

        Array.Sort(times);
        return times[Writes / 2];
    }
}
