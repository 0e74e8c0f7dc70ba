namespace Brasa.Cli;

/// <summary>The launcher script that started this program: it builds what has changed, and starts the server.</summary>
internal sealed record Launcher(string Path)
{
    private const string Variable = "BRASA_LAUNCHER";

    /// <exception cref="CliException">This program was started without it.</exception>
    public static Launcher Find() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
        ? new Launcher(path)
        : throw new CliException("start this program through the launcher: ./brasa");

    /// <summary>The directory that everything is in.</summary>
    public string Root => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>How the user calls it from where they are.</summary>
    public string Command => Environment.CurrentDirectory == Root ? "./brasa" : Path;
}
