namespace Brasa.Conformance.Tests.Support;

/// <summary>Where things lie in the working copy that the tests were built in.</summary>
internal static class Repository
{
    public static readonly string Root = FindRoot();

    /// <summary>The server, built with the same configuration as the tests.</summary>
    public static readonly string Server =
        Path.Combine(Root, "src/Brasa.Server/bin", Path.GetRelativePath(Path.Combine(Root, "tests/Brasa.Conformance.Tests/bin"), AppContext.BaseDirectory), "Brasa.Server.dll");

    /// <summary>The directory of the SDK drivers.</summary>
    public static readonly string Clients = Path.Combine(Root, "tests/Brasa.Conformance.Tests/clients");

    /// <summary>AWS's service models as botocore looks for them.</summary>
    public static readonly string AwsModels = Path.Combine(AppContext.BaseDirectory, "aws-models");

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Brasa.slnx"))) return directory.FullName;
        }

        throw new InvalidOperationException("The tests run outside a working copy: Brasa.slnx is nowhere above them.");
    }
}
