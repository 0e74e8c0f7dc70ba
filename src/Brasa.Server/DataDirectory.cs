namespace Brasa.Server;

/// <summary>The directory that holds everything a server stores, locked for as long as the server runs.</summary>
internal sealed class DataDirectory : IDisposable
{
    /// <summary>Mapped users of sandboxes pass through to the code below; nobody else lists it.</summary>
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly FileStream gate;

    private DataDirectory(string path, FileStream gate)
    {
        Path = path;
        this.gate = gate;
    }

    public string Path { get; }

    public string Database => System.IO.Path.Combine(Path, "brasa.db");

    /// <summary>Messages of queues, and events that nobody waits for.</summary>
    public string Messages => System.IO.Path.Combine(Path, "messages.db");

    /// <summary>The key that secrets are stored with.</summary>
    public string Key => System.IO.Path.Combine(Path, "key");

    /// <summary>The certificate that the server makes for itself, with its key.</summary>
    public string Certificate => System.IO.Path.Combine(Path, "tls.pem");

    /// <summary>That certificate without its key, for callers.</summary>
    public string PublicCertificate => System.IO.Path.Combine(Path, "tls.crt");

    public string Code => System.IO.Path.Combine(Path, "code");

    /// <summary>Where the operator may put objects that functions are made from: a directory for each bucket.</summary>
    public string Buckets => System.IO.Path.Combine(Path, "buckets");

    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>What was used, summed up by the hour.</summary>
    public string Usage => System.IO.Path.Combine(Path, "usage.db");

    /// <summary>The journal of what is not summed up yet.</summary>
    public string Metering => System.IO.Path.Combine(Path, "metering");

    public string Bootstraps => System.IO.Path.Combine(Path, "bootstraps");

    /// <summary>Where the operator may put interpreters.</summary>
    public static string RuntimesIn(string path) => System.IO.Path.Combine(path, "runtimes");

    /// <summary>What sandboxes need on disk while they run.</summary>
    public static string RunIn(string path) => System.IO.Path.Combine(path, "run");

    /// <summary>Makes the directory where there is none, and locks it.</summary>
    /// <exception cref="IOException">Another server uses it, or it cannot be made.</exception>
    public static DataDirectory Open(string path)
    {
        Directory.CreateDirectory(path, Mode);
        var file = System.IO.Path.Combine(path, "lock");
        try
        {
            // The lock is the process's: the kernel lets go of it however the process ends.
            return new DataDirectory(path, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (File.Exists(file))
        {
            throw new IOException($"Another Brasa server uses {path}. Stop it, or give this one its own directory with --data.", taken);
        }
    }

    public void Dispose() => gate.Dispose();
}
