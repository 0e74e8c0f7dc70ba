namespace Brasa.Conformance.Tests.Support;

/// <summary>Where things lie in the working copy that the tests were built in.</summary>
internal static class Repository
{
    public static readonly string Root = FindRoot();

    /// <summary>The server, built with the same configuration as the tests; the one that the launcher starts where that is Release.</summary>
    public static readonly string Server = Path.Combine(Root, "src/Brasa.Server/bin", Output, Output.StartsWith("Release", StringComparison.Ordinal) ? "publish" : "", "Brasa.Server.dll");

    /// <summary>The command line, built with the same configuration as the tests.</summary>
    public static readonly string Cli = Path.Combine(Root, "src/Brasa.Cli/bin", Output, "Brasa.Cli.dll");

    /// <summary>The directory of the SDK drivers.</summary>
    public static readonly string Clients = Path.Combine(Root, "tests/Brasa.Conformance.Tests/clients");

    /// <summary>AWS's service models as botocore looks for them.</summary>
    public static readonly string AwsModels = Path.Combine(AppContext.BaseDirectory, "aws-models");

    /// <summary>Configuration and framework, as <c>Debug/net10.0</c>: the end of the directory that the tests were built in.</summary>
    private static string Output =>
        string.Join('/', AppContext.BaseDirectory.Split('/', StringSplitOptions.RemoveEmptyEntries)[^2..]);

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Brasa.slnx"))) return directory.FullName;
        }

        throw new InvalidOperationException("The tests run outside a working copy: Brasa.slnx is nowhere above them.");
    }
}
