using Brasa.Sandbox;

namespace Brasa.Lambda.Runtimes;

/// <summary>An interpreter found on this machine.</summary>
/// <param name="Runtime">The runtime it serves.</param>
/// <param name="Version">Its own version, as <c>3.12.4</c>.</param>
/// <param name="Path">The executable, with links resolved.</param>
/// <param name="Home">The installation to show at <c>/var/lang</c>; <c>null</c> where the sandbox's root filesystem holds it already.</param>
internal sealed record Interpreter(RuntimeDescriptor Runtime, string Version, string Path, SandboxMount? Home)
{
    private const string LanguageDirectory = "/var/lang";

    /// <summary>The interpreter at <paramref name="path"/>: installations outside <c>/usr</c> have to be shown to the sandbox.</summary>
    public static Interpreter At(RuntimeDescriptor runtime, string version, string path)
    {
        var home = System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(path))!;
        var isInRoot = path.StartsWith("/usr/", StringComparison.Ordinal);
        return new Interpreter(runtime, version, path, isInRoot ? null : new SandboxMount(home, LanguageDirectory));
    }

    /// <summary>What has to be shown to a sandbox that runs it.</summary>
    public IReadOnlyList<SandboxMount> Shown => Home is null ? [] : [Home];

    /// <summary>The executable's path as the process in <paramref name="slot"/> sees it.</summary>
    public string PathIn(ISandboxSlot slot) =>
        Home is null ? Path : slot.Locate(Home) + Path[Home.Source.Length..];
}
