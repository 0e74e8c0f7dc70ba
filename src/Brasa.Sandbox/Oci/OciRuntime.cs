using System.Diagnostics;

namespace Brasa.Sandbox.Oci;

/// <summary>The program that turns a configuration into a running container, <c>crun</c> or <c>runc</c>, and how each is spoken to.</summary>
internal sealed class OciRuntime
{
    private readonly bool managesCgroups;

    public OciRuntime(string name)
    {
        Path = HostTools.Require(name, System.IO.Path.GetFileName(name));
        managesCgroups = !System.IO.Path.GetFileName(Path).StartsWith("crun", StringComparison.Ordinal);
    }

    public string Path { get; }

    /// <summary>
    /// Whether the runtime itself must be started inside the sandbox's cgroup. crun can leave cgroups alone, and its container is then born
    /// where crun runs; runc cannot, enters the cgroup named in the configuration, and refuses one with processes in it.
    /// </summary>
    public bool StartsInsideCgroup => !managesCgroups;

    /// <summary>The command that starts a container and returns once its program runs, leaving no process of its own behind.</summary>
    public IReadOnlyList<string> RunCommand(Bundle bundle) =>
    [
        Path, .. managesCgroups ? Array.Empty<string>() : ["--cgroup-manager=disabled"],
        "--root", bundle.StateDirectory, "--log", bundle.LogFile,
        "run", "--detach", "--bundle", bundle.Directory, "--pid-file", bundle.PidFile, bundle.Id,
    ];

    /// <summary>The first line the runtime says about its version.</summary>
    public string ReadVersion()
    {
        using var process = Process.Start(new ProcessStartInfo(Path, ["--version"]) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.Split('\n')[0].Trim();
    }
}
