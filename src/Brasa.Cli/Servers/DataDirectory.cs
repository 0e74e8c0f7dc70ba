namespace Brasa.Cli.Servers;

/// <summary>A server's data directory, as far as a client on the same machine has to do with it.</summary>
internal sealed class DataDirectory(string path)
{
    /// <summary>Sandboxes' users pass through; nobody else lists it. The server makes it so too.</summary>
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where a server stores everything unless told otherwise.</summary>
    public static string Default => Environment.IsPrivilegedProcess
        ? "/var/lib/brasa"
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "brasa");

    public string Path { get; } = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    /// <summary>What a server in the background prints.</summary>
    public string Log => System.IO.Path.Combine(Path, "server.log");

    /// <summary>The process id of a server in the background.</summary>
    public string Pid => System.IO.Path.Combine(Path, "server.pid");

    /// <summary>The certificate that the server made for itself, for callers.</summary>
    public string Certificate => System.IO.Path.Combine(Path, "tls.crt");

    private string Lock => System.IO.Path.Combine(Path, "lock");

    /// <summary>Whether a server holds it now.</summary>
    public bool IsInUse()
    {
        try
        {
            using var gate = new FileStream(Lock, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Makes the directory where there is none, and an empty log; the one before is kept beside it.</summary>
    /// <exception cref="CliException">It cannot be written.</exception>
    public void BeginLog()
    {
        try
        {
            Directory.CreateDirectory(Path, Mode);
            if (File.Exists(Log)) File.Move(Log, Log + ".1", overwrite: true);
            using var log = new FileStream(Log, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{Path} cannot be written: {refused.Message}");
        }
    }
}
