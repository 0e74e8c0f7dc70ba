using System.Diagnostics;
using System.Globalization;

namespace Brasa.Conformance.Tests.Support;

/// <summary>A user with no rights on the machine, who starts a server as the launcher does without root.</summary>
internal static class OrdinaryUser
{
    private const int Id = 20_100; // nobody's, as far as anybody knows

    private static readonly string[] OwnNamespaces = ["unshare", "--mount", "--propagation", "slave", "--user", "--map-root-user"];

    /// <summary>The server where every user can read it, which a working copy need not be.</summary>
    private static readonly Lazy<string> Server = new(CopyServer);

    /// <summary>The command that starts the server as this user, on a data directory that becomes his.</summary>
    public static IReadOnlyList<string> Serving(string data, IReadOnlyList<string> options)
    {
        if (!Environment.IsPrivilegedProcess) return [.. OwnNamespaces, "dotnet", Repository.Server, "up", .. options];
        var id = Id.ToString(CultureInfo.InvariantCulture);
        Run("chown", "--recursive", $"{id}:{id}", data);
        return ["setpriv", "--reuid", id, "--regid", id, "--clear-groups", .. OwnNamespaces, "dotnet", Server.Value, "up", .. options];
    }

    private static string CopyServer()
    {
        var copy = Directory.CreateTempSubdirectory("brasa-server-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(copy, recursive: true);
        Run("cp", "--recursive", Path.GetDirectoryName(Repository.Server)! + "/.", copy);
        Run("chmod", "--recursive", "a+rX", copy);
        return Path.Combine(copy, Path.GetFileName(Repository.Server));
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
