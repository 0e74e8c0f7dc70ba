using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Images;

/// <summary>File systems in memory, for where no block device can be had. What is written there is charged to the sandbox's memory.</summary>
internal sealed class TmpMemory : ITmpSource
{
    private const long BytesPerInode = 16 << 10; // as mkfs.ext4 has it
    private const long PageBytes = 4096;         // a little is taken, as by any file system: it is full before a file reaches its greatest size

    public void Prepare(long bytes)
    {
    }

    public void Mount(long bytes, string target) => NativeCall.Check(
        LibC.Mount("tmp", target, "tmpfs", LibC.MS_NOSUID | LibC.MS_NODEV | LibC.MS_NOATIME, $"mode=1777,size={bytes - PageBytes},nr_inodes={bytes / BytesPerInode}"),
        $"Mounting a tmpfs at {target}");
}
