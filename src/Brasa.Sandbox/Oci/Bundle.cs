using System.Globalization;

namespace Brasa.Sandbox.Oci;

/// <summary>The files of one container on the private tmpfs: configuration, runtime state, pid, log, and where its <c>/tmp</c> is mounted.</summary>
internal sealed class Bundle : IDisposable
{
    public Bundle(string parent, string id)
    {
        Id = id;
        Directory = Path.Combine(parent, id);
        System.IO.Directory.CreateDirectory(Directory);
        System.IO.Directory.CreateDirectory(TmpDirectory);
    }

    public string Id { get; }
    public string Directory { get; }
    public string ConfigurationFile => Path.Combine(Directory, "config.json");
    public string StateDirectory => Path.Combine(Directory, "state");
    public string PidFile => Path.Combine(Directory, "pid");
    public string LogFile => Path.Combine(Directory, "log");
    public string TmpDirectory => Path.Combine(Directory, "tmp");

    /// <summary>What lies at <see cref="SharedMount.Parent"/> in a container that has a shared directory: an empty place of its name.</summary>
    public string SharedParent => Path.Combine(Directory, "mnt");

    /// <summary>Makes the place where a shared directory will lie.</summary>
    public void AddMountPoint(SharedMount mount) => System.IO.Directory.CreateDirectory(Path.Combine(SharedParent, mount.Name));

    /// <summary>The container's first process, or null where the runtime has not said.</summary>
    public int? ReadPid() =>
        File.Exists(PidFile) && int.TryParse(File.ReadAllText(PidFile), CultureInfo.InvariantCulture, out var pid) ? pid : null;

    /// <summary>The runtime's last words, or null.</summary>
    public string? ReadLastError() =>
        File.Exists(LogFile) ? File.ReadLines(LogFile).LastOrDefault(line => line.Length > 0) : null;

    /// <summary>The container's first process has ended: its pid says nothing any more.</summary>
    public void ForgetPid()
    {
        try
        {
            File.Delete(PidFile);
        }
        catch (IOException)
        {
            // The bundle itself is gone.
        }
    }

    /// <summary>Forgets the container that has ended, so that another can be made under the same id.</summary>
    public void Clear()
    {
        File.Delete(PidFile);
        File.Delete(LogFile);
        if (System.IO.Directory.Exists(StateDirectory)) System.IO.Directory.Delete(StateDirectory, recursive: true);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
