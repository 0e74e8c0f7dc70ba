using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Oci;

/// <summary>
/// Makes the mounts by which sandboxes see shared directories. In each the directory's owner is the user of one sandbox; whoever else owns files
/// there is nobody, and what the sandbox makes there belongs to the owner.
/// </summary>
internal static class SharedTree
{
    /// <summary>A mount that is in no namespace and lives as long as its descriptor, which the caller owns.</summary>
    /// <exception cref="SandboxException">The directory is no longer what it was, or the kernel or its file system does not map owners.</exception>
    public static Descriptor Open(OciMachine machine, SharedDirectory directory, uint userIds)
    {
        using var opened = directory.Open();
        using var owner = OwnerNamespace.Create(
            machine.Children,
            new IdMapping(directory.UserId, machine.UserIds.Outside(userIds, machine.Options.UserId), 1),
            new IdMapping(directory.GroupId, machine.UserIds.Outside(userIds, machine.Options.GroupId), 1));
        var tree = new Descriptor(NativeCall.Check(LibC.CloneMount(opened), $"Cloning the mount of {directory.Path}"));
        try
        {
            NativeCall.Check(LibC.MapMount(tree, LibC.MOUNT_ATTR_NOSUID | LibC.MOUNT_ATTR_NODEV, owner), "Mapping its owner");
            return tree;
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }

    /// <summary>Finds out whether all directories of <see cref="SandboxOptions.SharedDirectories"/> can be shown.</summary>
    /// <exception cref="SandboxException">One cannot; the message says what to do.</exception>
    public static void Require(OciMachine machine)
    {
        var userIds = machine.UserIds.Take();
        try
        {
            foreach (var directory in machine.Options.SharedDirectories) Require(machine, directory, userIds);
        }
        finally
        {
            machine.UserIds.Return(userIds);
        }
    }

    private static void Require(OciMachine machine, SharedDirectory directory, uint userIds)
    {
        try
        {
            using var tree = Open(machine, directory, userIds);
        }
        catch (SandboxException e)
        {
            throw new SandboxException(
                $"Functions cannot be given {directory.Path}. {e.Message}. It takes Linux 5.12 and a file system that maps owners, as ext4, XFS and Btrfs do: not overlayfs, not NFS.", e);
        }
    }
}
