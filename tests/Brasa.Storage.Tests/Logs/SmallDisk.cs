using System.Runtime.InteropServices;

namespace Brasa.Storage.Tests.Logs;

/// <summary>A file system in memory of a given size, which can be filled; it is gone with the test.</summary>
internal sealed partial class SmallDisk : IDisposable
{
    private const int DetachFlag = 2; // MNT_DETACH

    public SmallDisk(string path, int bytes)
    {
        Path = path;
        Directory.CreateDirectory(path);
        Assert.Equal(0, Mount("brasa-test", path, "tmpfs", 0, $"size={bytes}"));
    }

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Takes all the room there is.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4_096];
        try
        {
            while (true) file.Write(page);
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(Filler);

    public void Dispose() => Assert.Equal(0, Unmount(Path, DetachFlag));

    // SAFETY: all strings are marshalled as NUL-terminated copies that outlive the call.
    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, nuint flags, string options);

    // SAFETY: as for mount.
    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);
}
