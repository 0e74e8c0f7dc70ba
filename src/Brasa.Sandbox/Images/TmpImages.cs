using System.Collections.Concurrent;
using System.Diagnostics;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Images;

/// <summary>
/// Makes the file systems sandboxes have at <c>/tmp</c>: sparse ext4 images, each a copy of an empty one of its size. Files written there
/// are not charged to the sandbox's memory, as those on a tmpfs would be.
/// </summary>
internal sealed class TmpImages : ITmpSource
{
    private const string TemplatePrefix = "empty-";

    private readonly string directory;
    private readonly ConcurrentDictionary<long, Lazy<string>> templates = new();

    /// <summary>Uses a directory that is its own, and deletes what a server that was killed left there.</summary>
    public TmpImages(string directory)
    {
        this.directory = directory;
        Directory.CreateDirectory(directory);
        foreach (var file in Directory.GetFiles(directory))
        {
            if (!Path.GetFileName(file).StartsWith(TemplatePrefix, StringComparison.Ordinal) || file.EndsWith(".new", StringComparison.Ordinal))
                File.Delete(file);
        }
    }

    /// <summary>Makes the template of a size unless it is there.</summary>
    public void Prepare(long bytes) => Template(bytes);

    /// <summary>
    /// Mounts a new, empty image. It has no name any more once this returns: unmounting is all it takes to free loop device and disk space,
    /// whoever does it.
    /// </summary>
    public void Mount(long bytes, string target)
    {
        var image = Path.Combine(directory, $"{Guid.NewGuid():N}.img");
        try
        {
            SparseFile.Copy(Template(bytes), image);
            Attach(image, target);
        }
        finally
        {
            File.Delete(image);
        }
    }

    private string Template(long bytes) => templates.GetOrAdd(bytes, size => new Lazy<string>(() => MakeTemplate(size))).Value;

    private static void Attach(string image, string target)
    {
        using var device = LoopDevice.Attach(image);
        // Nothing here outlives its sandbox, so nothing is flushed for the sake of a power cut.
        NativeCall.Check(
            LibC.Mount(device.Path, target, "ext4", LibC.MS_NOSUID | LibC.MS_NODEV | LibC.MS_NOATIME, "nobarrier,noinit_itable"),
            $"Mounting a /tmp image at {target}");
    }

    private string MakeTemplate(long bytes)
    {
        var template = Path.Combine(directory, $"{TemplatePrefix}{bytes}");
        if (File.Exists(template)) return template;

        var unfinished = template + ".new";
        using (var file = File.OpenHandle(unfinished, FileMode.Create, FileAccess.Write)) RandomAccess.SetLength(file, bytes);
        RunMkfs(unfinished);
        TidyRoot(unfinished);
        File.Move(unfinished, template);
        return template;
    }

    private static void RunMkfs(string file)
    {
        // No journal (never recovered), nothing reserved for root, inode tables zeroed by nobody: the file is a hole already.
        var start = new ProcessStartInfo(
            HostTools.Require("mkfs.ext4", "e2fsprogs"),
            ["-q", "-F", "-m", "0", "-O", "^has_journal,^resize_inode", "-E", "lazy_itable_init=1,nodiscard", file])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new SandboxException($"mkfs.ext4 failed: {errors.Trim()}");
    }

    private static void TidyRoot(string image)
    {
        var target = image + ".mount";
        Directory.CreateDirectory(target);
        try
        {
            Attach(image, target);
            Directory.Delete(Path.Combine(target, "lost+found"));
            File.SetUnixFileMode(target, (UnixFileMode)0x3FF); // 1777: everybody may write, only owners may remove
            NativeCall.Check(LibC.Unmount(target, 0), $"Unmounting {target}");
        }
        finally
        {
            Directory.Delete(target);
        }
    }
}
