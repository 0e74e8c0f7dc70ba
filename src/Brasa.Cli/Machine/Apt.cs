namespace Brasa.Cli.Machine;

/// <summary>Debian's package manager.</summary>
internal static class Apt
{
    private const string Program = "/usr/bin/apt-get";

    private static readonly string[] Milestones = ["Get:", "Unpacking ", "Setting up "];

    public static bool IsAvailable => File.Exists(Program);

    /// <summary>The command that installs <paramref name="packages"/>, for the user to run.</summary>
    public static string Command(IEnumerable<string> packages) => $"sudo apt-get install --yes {string.Join(' ', packages)}";

    /// <summary>Installs packages; needs root.</summary>
    /// <param name="packages">Their names.</param>
    /// <param name="progress">Told each step.</param>
    /// <param name="ct">Ends the installation.</param>
    /// <returns><c>null</c>, or the end of what it said when it failed.</returns>
    public static async Task<string?> InstallAsync(IEnumerable<string> packages, Action<string> progress, CancellationToken ct)
    {
        void Show(string line)
        {
            if (Milestones.Any(milestone => line.StartsWith(milestone, StringComparison.Ordinal))) progress(line);
        }

        // Where updating fails, the lists that are there may still do.
        await Run.ToEndAsync(Program, ["update"], Show, ct);
        var install = await Run.ToEndAsync(
            "/usr/bin/env", ["DEBIAN_FRONTEND=noninteractive", Program, "install", "--yes", "--no-install-recommends", .. packages], Show, ct);
        return install.ExitCode == 0 ? null : install.LastLines;
    }
}
