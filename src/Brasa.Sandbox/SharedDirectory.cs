using Brasa.Sandbox.Native;
using Brasa.Sandbox.Probe;

namespace Brasa.Sandbox;

/// <summary>A directory of the host that many sandboxes read and write at once, each as the user whom the directory belongs to.</summary>
public sealed record SharedDirectory
{
    /// <summary>Absolute path on the host, without symbolic links.</summary>
    public required string Path { get; init; }

    /// <summary>The user whom it belongs to, and all that sandboxes make in it.</summary>
    public required uint UserId { get; init; }

    /// <summary>The group whom it belongs to, and all that sandboxes make in it.</summary>
    public required uint GroupId { get; init; }

    /// <summary>Takes a directory as it is now.</summary>
    /// <exception cref="SandboxException">There is none, a symbolic link leads to it, or it belongs to root; or this process is not root.</exception>
    public static SharedDirectory Declare(string path)
    {
        if (Privileges.Held != Privilege.Root) throw new SandboxException($"Only root can give {path} to functions as their own: start the server as root.");
        if (!System.IO.Path.IsPathRooted(path) || System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)) != path)
            throw new SandboxException($"{path} is no absolute path, or is not the shortest way to write it: give one without . and .., and no slash at its end.");

        using var opened = Open(path, out var status);
        if (status.UserId == 0 || status.GroupId == 0)
            throw new SandboxException(
                $"{path} belongs to root, or to its group, and functions would make files there that do too. Give it to the user and the group whose files these are to be: chown USER:GROUP {path}");

        return new SharedDirectory { Path = path, UserId = status.UserId, GroupId = status.GroupId };
    }

    /// <summary>Whether it is the given directory, which must exist, lies in it or contains it.</summary>
    /// <exception cref="SandboxException">The given directory cannot be opened.</exception>
    public bool Overlaps(string directory)
    {
        using var opened = new Descriptor(NativeCall.Check(LibC.Open(directory, LibC.O_PATH | LibC.O_CLOEXEC), $"Opening {directory}"));
        var real = File.ResolveLinkTarget($"/proc/self/fd/{opened.Number}", returnFinalTarget: false)!.FullName;
        return IsAtOrBelow(Path, real) || IsAtOrBelow(real, Path);
    }

    /// <summary>Whether programs that sandboxes leave there cannot get the owner's rights by their set-user-id bit, when somebody runs them on the host.</summary>
    /// <exception cref="SandboxException">It is no longer what it was declared as.</exception>
    public bool IgnoresSetUserId()
    {
        using var opened = Open();
        return LibC.IsNosuid(opened);
    }

    /// <summary>Whether it is still what it was declared as.</summary>
    public bool IsThere()
    {
        try
        {
            using var opened = Open();
            return true;
        }
        catch (SandboxException)
        {
            return false;
        }
    }

    /// <summary>Opens it; whatever becomes of the path then, this is the directory that was declared, or one of the same owner.</summary>
    /// <exception cref="SandboxException">It is no longer what it was declared as.</exception>
    internal Descriptor Open()
    {
        var opened = Open(Path, out var status);
        if ((status.UserId, status.GroupId) == (UserId, GroupId)) return opened;
        opened.Dispose();
        throw new SandboxException($"{Path} has another owner than when the server started.");
    }

    private static Descriptor Open(string path, out FileStatus status)
    {
        var opened = new Descriptor(LibC.OpenWithoutLinks(path));
        if (opened.IsInvalid)
        {
            throw NativeCall.LastError == NativeCall.ELOOP
                ? new SandboxException($"{path} is a symbolic link, or is reached by one: give the path it leads to.")
                : NativeCall.Failure($"{path} cannot be opened", NativeCall.LastError);
        }

        try
        {
            status = LibC.ReadStatus(opened);
            return status.IsDirectory ? opened : throw new SandboxException($"{path} is no directory.");
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static bool IsAtOrBelow(string path, string directory) =>
        path == directory || path.StartsWith(System.IO.Path.EndsInDirectorySeparator(directory) ? directory : directory + "/", StringComparison.Ordinal);
}
