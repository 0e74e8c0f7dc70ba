using Microsoft.Win32.SafeHandles;

namespace Brasa.Sandbox.Native;

/// <summary>An open file descriptor with one owner.</summary>
internal sealed class Descriptor : SafeHandleMinusOneIsInvalid
{
    public Descriptor(int fd) : base(ownsHandle: true) => SetHandle(fd);

    /// <summary>The number, for building paths and for calls made while the owner is known to be alive.</summary>
    public int Number => (int)handle;

    // SAFETY: the handle is a descriptor this object alone owns, and SafeHandle calls this once.
    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;
}
