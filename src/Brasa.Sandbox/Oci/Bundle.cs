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

    public int ReadPid() => int.Parse(File.ReadAllText(PidFile), CultureInfo.InvariantCulture);

    /// <summary>The runtime's last words, or null.</summary>
    public string? ReadLastError() =>
        File.Exists(LogFile) ? File.ReadLines(LogFile).LastOrDefault(line => line.Length > 0) : null;

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
