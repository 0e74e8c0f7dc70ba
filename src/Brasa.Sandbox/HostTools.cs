namespace Brasa.Sandbox;

/// <summary>Finds programs of the host.</summary>
internal static class HostTools
{
    // A service's PATH often lacks the last two, where mkfs and some runtimes live.
    private static readonly string[] Usual = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>The absolute path of a program, or null.</summary>
    public static string? Find(string program)
    {
        if (program.Contains('/')) return File.Exists(program) ? Path.GetFullPath(program) : null;
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return path.Concat(Usual).Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);
    }

    /// <summary>The absolute path of a program, or an exception that says how to get it.</summary>
    public static string Require(string program, string package) => Find(program)
        ?? throw new SandboxException($"{program} is not installed. Install it: apt-get install {package}");
}
