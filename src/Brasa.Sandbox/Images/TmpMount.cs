using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Images;

/// <summary>
/// A mounted <c>/tmp</c> that outlives the sandboxes that use it one after the other. It is shown at a path only while one starts;
/// otherwise a descriptor alone holds it, so that the mount table stays short however many sandboxes there are.
/// </summary>
internal sealed class TmpMount : IDisposable
{
    private readonly string path;
    private Descriptor? detached;

    /// <summary>Mounts a new one at a directory; it belongs to the given user.</summary>
    public TmpMount(ITmpSource source, long bytes, string path, uint owner)
    {
        this.path = path;
        Bytes = bytes;
        source.Mount(bytes, path);
        // SAFETY: the path is of a file system just mounted, with nothing in it.
        NativeCall.Check(LibC.Chown(path, owner, owner), $"chown of {path}");
    }

    /// <summary>Its size.</summary>
    public long Bytes { get; }

    /// <summary>Shows it at its path, where it is not shown there already.</summary>
    public void Attach()
    {
        if (detached is null) return;
        NativeCall.Check(LibC.AttachMount(detached, path), $"Mounting a /tmp again at {path}");
        detached.Dispose();
        detached = null;
    }

    /// <summary>Takes it away from its path.</summary>
    public void Detach()
    {
        detached = new Descriptor(NativeCall.Check(LibC.CloneMount(path), $"Keeping the /tmp of {path}"));
        NativeCall.Check(LibC.Unmount(path, LibC.MNT_DETACH), $"Unmounting {path}");
    }

    public void Dispose()
    {
        if (detached is null) _ = LibC.Unmount(path, LibC.MNT_DETACH);
        else detached.Dispose();
    }
}
