using System.Globalization;

namespace Brasa.Lambda.Runtimes;

/// <summary>A program that compiles a function's code: it is given the code's directory and an address, to which it sends a tar archive.</summary>
/// <param name="Options">The interpreter's options, before the program.</param>
/// <param name="Program">It, in the folder of the bootstrap.</param>
/// <param name="Sources">The pattern of the names of what it compiles.</param>
/// <param name="Suffix">How the names end of what it makes.</param>
internal sealed record CompilerDescriptor(IReadOnlyList<string> Options, string Program, string Sources, string Suffix);

/// <summary>A managed runtime: how to recognise an interpreter of it on this machine and how to start a function on it.</summary>
/// <param name="Identifier">AWS's identifier, as <c>python3.12</c>.</param>
/// <param name="Executable">The interpreter's file name in a <c>bin</c> directory.</param>
/// <param name="VersionPrefix">What the interpreter's version begins with.</param>
/// <param name="Assets">The folder of the bootstrap, below the server's <c>runtimes</c>.</param>
/// <param name="Options">The interpreter's options, before the bootstrap.</param>
/// <param name="Bootstrap">The bootstrap's entry, in that folder.</param>
/// <param name="Compiler">What compiles a function's code when it is published; <c>null</c> where nothing does.</param>
/// <param name="VersionManagers">Where version managers keep interpreters: directories, relative to the home directory, with one
/// installation in each of their own directories.</param>
/// <param name="AptPackage">The Debian package that holds the interpreter, in releases that have it.</param>
/// <param name="BootVariables">What the names of variables begin with that the interpreter reads when it boots, and never again.</param>
internal sealed record RuntimeDescriptor(
    string Identifier,
    string Executable,
    string VersionPrefix,
    string Assets,
    IReadOnlyList<string> Options,
    string Bootstrap,
    CompilerDescriptor? Compiler,
    IReadOnlyList<string> VersionManagers,
    string AptPackage,
    IReadOnlyList<string> BootVariables)
{
    /// <summary>Every runtime that functions can be created on where an interpreter is found, newest of each language first.</summary>
    /// <remarks>AWS Lambda developer guide, "Lambda runtimes".</remarks>
    public static readonly IReadOnlyList<RuntimeDescriptor> All =
    [
        Python("3.14"), Python("3.13"), Python("3.12"), Python("3.11"), Python("3.10"), Python("3.9"),
        Node("24"), Node("22"), Node("20"), Node("18"),
    ];

    /// <summary>Identifiers that AWS creates no functions on any more.</summary>
    /// <remarks>AWS Lambda developer guide, "Deprecated runtimes": those deprecated before 2025.</remarks>
    public static readonly IReadOnlySet<string> Retired = new HashSet<string>(StringComparer.Ordinal)
    {
        "nodejs", "nodejs4.3", "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x",
        "python2.7", "python3.6", "python3.7", "python3.8", "java8", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1",
        "dotnet5.0", "dotnet6", "dotnet7", "ruby2.5", "ruby2.7", "go1.x", "provided",
    };

    /// <summary>Identifiers that AWS takes SnapStart for.</summary>
    /// <remarks>AWS Lambda developer guide, "Improving startup performance with Lambda SnapStart".</remarks>
    public static readonly IReadOnlySet<string> SnapStart = new HashSet<string>(StringComparer.Ordinal)
    {
        "python3.12", "python3.13", "python3.14", "java11", "java17", "java21", "java25", "dotnet8", "dotnet10",
    };

    /// <summary>What every program reads when it boots: the loader, the allocator, the locale, the time zone.</summary>
    private static readonly string[] CommonBootVariables = ["LD_", "GLIBC_", "MALLOC_", "LANG", "LC_", "TZ"];

    /// <summary>Whether an interpreter that has booted without this variable has missed something.</summary>
    public bool IsReadAtBoot(string variable) =>
        BootVariables.Concat(CommonBootVariables).Any(prefix => variable.StartsWith(prefix, StringComparison.Ordinal));

    private static RuntimeDescriptor Python(string version) => new(
        $"python{version}", $"python{version}", version + ".", "python", ["-S"], "bootstrap.py", new(["-S"], "compile.py", "*.py", ".pyc"), [".pyenv/versions"],
        $"python{version}", ["PYTHON"]);

    private static RuntimeDescriptor Node(string major) => new(
        $"nodejs{major}.x", "node", major + ".", "nodejs", [], "bootstrap.cjs", int.Parse(major, CultureInfo.InvariantCulture) < 22 ? null : new(["--expose-internals"], "compile.cjs", "*.*js", ""), [".nvm/versions/node", ".local/share/fnm/node-versions"],
        "nodejs", ["NODE_", "UV_", "OPENSSL_", "SSL_CERT_"]);
}
