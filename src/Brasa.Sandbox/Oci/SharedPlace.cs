using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Oci;

/// <summary>Where a shared directory is shown to the container runtime, while a container starts.</summary>
internal sealed class SharedPlace : IDisposable
{
    /// <exception cref="SandboxException">As <see cref="SharedTree.Open"/>.</exception>
    public SharedPlace(OciMachine machine, SharedDirectory directory, uint userIds, string id)
    {
        using var tree = SharedTree.Open(machine, directory, userIds);
        Path = Directory.CreateDirectory(System.IO.Path.Combine(machine.SharedPlaces, id)).FullName;
        try
        {
            NativeCall.Check(LibC.AttachMount(tree, Path), $"Mounting {directory.Path} at {Path}");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    public void Dispose()
    {
        _ = LibC.Unmount(Path, LibC.MNT_DETACH);
        Directory.Delete(Path); // never with what is in it, which could be the operator's
    }
}
