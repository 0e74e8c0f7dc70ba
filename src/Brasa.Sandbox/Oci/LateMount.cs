using Brasa.Sandbox.Native;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.Oci;

/// <summary>Shows a directory of the host inside a container that runs already: no propagation, no helper process.</summary>
internal static class LateMount
{
    /// <summary>A thread whose root is a container's must have nothing left to look up on disk, as first calls do.</summary>
    static LateMount()
    {
        using var none = new Descriptor(LibC.Open("/dev/null", LibC.O_RDONLY | LibC.O_CLOEXEC));
        if (none.IsInvalid) return; // out of descriptors: what follows only makes the first call safer
        _ = LibC.Unshare(0);
        _ = LibC.SetNamespace(none, LibC.CLONE_NEWNS);
        _ = LibC.AttachMount(none, "/");
        _ = NativeCall.Failure("", NativeCall.LastError);
    }

    /// <summary>Shows it read-only, nosuid and nodev. Takes some 0.2 ms.</summary>
    /// <exception cref="ObjectDisposedException">The container has been ended.</exception>
    public static void Show(SandboxMount mount, ChildProcess container)
    {
        using var tree = new Descriptor(NativeCall.Check(LibC.CloneMount(mount.Source), $"Cloning the mount of {mount.Source}"));
        NativeCall.Check(
            LibC.SetMountAttributes(tree, LibC.MOUNT_ATTR_RDONLY | LibC.MOUNT_ATTR_NOSUID | LibC.MOUNT_ATTR_NODEV), $"Making {mount.Source} read-only");
        Attach(tree, mount.Target, container);
    }

    /// <summary>Shows a mount that is in no namespace yet.</summary>
    /// <exception cref="SandboxException">There is no such place inside, or the container has ended.</exception>
    /// <exception cref="ObjectDisposedException">The container has been ended.</exception>
    public static void Attach(Descriptor tree, string target, ChildProcess container)
    {
        // A thread of its own, which ends there: its root is then the container's. It makes bare system calls only.
        SandboxException? failure = null;
        var thread = new Thread(() => failure = Enter(tree, target, container.Handle)) { Name = "brasa-mount" };
        var held = false;
        try
        {
            container.Handle.DangerousAddRef(ref held); // an exception on that thread would end the server
            thread.Start();
            thread.Join();
        }
        finally
        {
            if (held) container.Handle.DangerousRelease();
        }

        if (failure is not null) throw failure;
    }

    private static SandboxException? Enter(Descriptor tree, string target, Descriptor container)
    {
        try
        {
            NativeCall.Check(LibC.Unshare(LibC.CLONE_FS), "Leaving the file system context of other threads");
            NativeCall.Check(LibC.SetNamespace(container, LibC.CLONE_NEWNS), "Entering a sandbox's mounts");
            NativeCall.Check(LibC.AttachMount(tree, target), $"Mounting at {target} in a sandbox");
            return null;
        }
        catch (SandboxException e)
        {
            return e;
        }
    }
}
