using System.Globalization;
using System.Text;
using Brasa.Sandbox.Native;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.Oci;

/// <summary>Makes user namespaces in which nothing runs: they tell a mount whom files belong to.</summary>
internal static class OwnerNamespace
{
    private static readonly string[] SearchPath = ["PATH=/usr/bin:/bin"];

    /// <summary>One in which a single user and a single group have other ids outside. Takes some 3 ms; the caller owns the result.</summary>
    /// <exception cref="SandboxException">The kernel, or the machine's settings, allow none.</exception>
    public static Descriptor Create(ContainerChildren children, IdMapping user, IdMapping group)
    {
        // Only a process of one thread can enter a new one, so that another has to hold it for a moment.
        using var end = Pipe.Create();
        using var said = Pipe.Create();
        using var process = children.Watch(Spawner.Start(new SpawnRequest(
            [HostTools.Require("unshare", "util-linux"), "--user", "/bin/sh", "-c", "echo; read -r end"], SearchPath)
        {
            Input = end.ReadEnd,
            Output = said.WriteEnd,
            Error = said.WriteEnd,
        }));
        said.WriteEnd.Dispose();
        try
        {
            if (Read(said.ReadEnd) is { Length: > 0 } failure) throw new SandboxException($"No user namespace can be made: {failure}");
            var files = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Pid}");
            Write($"{files}/uid_map", user);
            Write($"{files}/gid_map", group);
            return new Descriptor(NativeCall.Check(LibC.Open($"{files}/ns/user", LibC.O_RDONLY | LibC.O_CLOEXEC), "Opening a user namespace"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException($"No ids can be mapped: {e.Message}", e);
        }
        finally
        {
            process.Kill();
            process.Exited.Wait();
        }
    }

    /// <summary>What was said of a failure; nothing once it is there.</summary>
    private static unsafe string Read(Descriptor from)
    {
        var buffer = stackalloc byte[512];
        // SAFETY: the buffer has that many bytes.
        var count = LibC.Read(from, buffer, 512);
        return count > 0 ? Encoding.UTF8.GetString(buffer, (int)count).Trim() : "unshare ended";
    }

    private static void Write(string file, IdMapping mapping) =>
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"{mapping.Inside} {mapping.Outside} {mapping.Count}\n"));
}
