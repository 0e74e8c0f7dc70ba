namespace Brasa.Cli.Tests;

/// <summary>The launcher and the examples, as they lie in the repository.</summary>
internal static class Repository
{
    public static string Root => Path.Combine(AppContext.BaseDirectory, "repository");
}
