using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Oci;

/// <summary>
/// The tree every sandbox sees: a private tmpfs with the host's programs bound read-only, a made-up <c>/etc</c> and mountpoints. The
/// container runtime clones it whole, so a sandbox costs no mount per directory.
/// </summary>
internal sealed class RootFilesystem
{
    private static readonly string[] Programs = ["usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    // Under places that are filled later, what programs look for as they start: the loader never looks again for a directory that was missing then.
    private static readonly string[] MountPoints =
        ["proc", "sys", "dev", "tmp", "run", "home", "root", "mnt", "opt/lib", "var/task/lib", "var/compiled", "var/lang", "var/runtime", "var/tmp"];

    // What programs under /usr look up in /etc and that says nothing about this machine.
    private static readonly string[] Borrowed =
        ["alternatives", "ssl/certs", "pki/tls/certs", "pki/ca-trust/extracted", "crypto-policies", "dotnet", "java*", "python3*"];

    private static readonly string[] Copied = ["ld.so.cache", "localtime", "mime.types", "ssl/openssl.cnf"];

    private readonly Lock gate = new();

    private RootFilesystem(string path) => Path = path;

    public string Path { get; }

    /// <summary>Builds the tree in an empty directory of the private tmpfs.</summary>
    public static RootFilesystem Build(string path, int userId, int groupId)
    {
        var root = new RootFilesystem(path);
        foreach (var name in MountPoints) Directory.CreateDirectory(System.IO.Path.Combine(path, name));
        foreach (var name in Programs) root.ShowAsOnHost(name);
        root.MakeEtc(userId, groupId);
        return root;
    }

    /// <summary>Makes the place where a mount will lie. Places within the host's programs must exist there already.</summary>
    public void AddMountPoint(SandboxMount mount)
    {
        if (!System.IO.Path.IsPathRooted(mount.Target) || mount.Target.Split('/').Contains(".."))
            throw new SandboxException($"The mount target {mount.Target} is not an absolute path.");

        var isDirectory = Directory.Exists(mount.Source);
        if (!isDirectory && !File.Exists(mount.Source)) throw new SandboxException($"The mount source {mount.Source} does not exist.");

        var target = System.IO.Path.Combine(Path, mount.Target.TrimStart('/'));
        lock (gate)
        {
            if (Directory.Exists(target) || File.Exists(target)) return;
            try
            {
                Directory.CreateDirectory(isDirectory ? target : System.IO.Path.GetDirectoryName(target)!);
                if (!isDirectory) File.WriteAllBytes(target, []);
            }
            catch (IOException e)
            {
                throw new SandboxException($"Nothing can be mounted at {mount.Target}: it lies in a read-only part of the root filesystem.", e);
            }
        }
    }

    private void ShowAsOnHost(string name)
    {
        var host = new DirectoryInfo("/" + name);
        if (!host.Exists) return;
        if (host.LinkTarget is { } link) File.CreateSymbolicLink(System.IO.Path.Combine(Path, name), link);
        else BindReadOnly(host.FullName, System.IO.Path.Combine(Path, name));
    }

    private void MakeEtc(int userId, int groupId)
    {
        var etc = Directory.CreateDirectory(System.IO.Path.Combine(Path, "etc")).FullName;
        foreach (var pattern in Borrowed)
        {
            var parent = System.IO.Path.GetDirectoryName("/etc/" + pattern)!;
            if (!Directory.Exists(parent)) continue;
            foreach (var source in Directory.GetDirectories(parent, System.IO.Path.GetFileName(pattern)))
                BindReadOnly(source, System.IO.Path.Combine(Path, source.TrimStart('/')));
        }

        foreach (var name in Copied.Where(name => File.Exists("/etc/" + name)))
        {
            var copy = System.IO.Path.Combine(etc, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.WriteAllBytes(copy, File.ReadAllBytes("/etc/" + name));
        }

        void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(etc, name), text);
        Write("passwd", $"root:x:0:0:root:/root:/bin/sh\nsandbox:x:{userId}:{groupId}::/tmp:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n");
        Write("group", $"root:x:0:\nsandbox:x:{groupId}:\nnogroup:x:65534:\n");
        Write("hosts", "127.0.0.1 localhost\n");
        Write("resolv.conf", "nameserver 127.0.0.1\noptions timeout:5 attempts:1\n");
        Write("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
    }

    private static void BindReadOnly(string source, string target)
    {
        Directory.CreateDirectory(target);
        NativeCall.Check(LibC.Mount(source, target, null, LibC.MS_BIND | LibC.MS_REC, null), $"Binding {source}");
        NativeCall.Check(
            LibC.SetMountAttributes(target, LibC.MOUNT_ATTR_RDONLY | LibC.MOUNT_ATTR_NOSUID | LibC.MOUNT_ATTR_NODEV),
            $"Making {target} read-only");
    }
}
