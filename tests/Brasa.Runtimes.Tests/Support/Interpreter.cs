namespace Brasa.Runtimes.Tests.Support;

/// <summary>An interpreter of this machine and the bootstrap it runs.</summary>
internal sealed record Interpreter(string Path, Version Version, params string[] Arguments)
{
    public static IReadOnlyList<Interpreter> Pythons { get; } = FindPythons();

    public static Interpreter Python => Pythons[0];

    public static IReadOnlyList<Interpreter> Nodes { get; } = FindNodes();

    public static Interpreter Node => Nodes[0];

    public override string ToString() => $"{System.IO.Path.GetFileName(Path)} {Version}";

    /// <summary>One per minor version from 3.9, the newest first.</summary>
    private static Interpreter[] FindPythons()
    {
        string pyenv = System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv", "versions");
        var folders = SearchPath().Append("/usr/bin")
            .Concat(Directory.Exists(pyenv) ? Directory.GetDirectories(pyenv).Select(BinOf) : []);
        return [.. from folder in folders
                   where Directory.Exists(folder) && !folder.EndsWith("/shims", StringComparison.Ordinal)
                   from file in Directory.GetFiles(folder, "python3.*")
                   let minor = int.TryParse(System.IO.Path.GetExtension(file).TrimStart('.'), out int number) ? number : 0
                   where minor >= 9
                   group file by minor into files
                   orderby files.Key descending
                   select new Interpreter(files.First(), new Version(3, files.Key), "-S", Asset("python/bootstrap.py"))];
    }

    private static Interpreter[] FindNodes() =>
        [.. from folder in SearchPath()
            let file = System.IO.Path.Combine(folder, "node")
            where File.Exists(file)
            let version = MajorOf(file)
            group file by version into files
            orderby files.Key descending
            select new Interpreter(files.First(), files.Key, Asset("nodejs/bootstrap.cjs"))];

    private static Version MajorOf(string node)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(node, "--version") { RedirectStandardOutput = true })!;
        return Version.Parse(process.StandardOutput.ReadToEnd().Trim().TrimStart('v'));
    }

    private static string BinOf(string installation) => System.IO.Path.Combine(installation, "bin");

    private static string[] SearchPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);

    private static string Asset(string path) => System.IO.Path.Combine(AppContext.BaseDirectory, "runtimes", path);
}
