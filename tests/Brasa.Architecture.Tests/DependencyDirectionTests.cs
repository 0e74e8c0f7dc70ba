using System.Xml.Linq;

namespace Brasa.Architecture.Tests;

/// <summary>Which project may know which, as ARCHITECTURE.md draws it: read from the project files.</summary>
public sealed class DependencyDirectionTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Brasa.Core"] = [],
        ["Brasa.Wire"] = ["Brasa.Core"],
        ["Brasa.Contracts.Tool"] = [],
        ["Brasa.Contracts"] = ["Brasa.Wire", "Brasa.Contracts.Tool"],
        ["Brasa.Sandbox"] = [],
        ["Brasa.Lambda"] = ["Brasa.Contracts", "Brasa.Sandbox"],
        ["Brasa.Services"] = ["Brasa.Contracts"],
        ["Brasa.Storage"] = ["Brasa.Core"],
        ["Brasa.Server"] = ["Brasa.Lambda", "Brasa.Services", "Brasa.Storage"],
        ["Brasa.Cli"] = [],
    };

    public static TheoryData<string> Projects => [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Select(Path.GetFileNameWithoutExtension).OfType<string>()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_it_may_know(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"{project} has no place in the direction of dependencies yet.");

        Assert.Empty(ReferencesOf(project).Except(allowed));
    }

    [Fact]
    public void The_wire_knows_no_service_and_the_sandbox_no_Lambda()
    {
        Assert.DoesNotContain(SourcesOf("Brasa.Wire"), text => text.Contains("Brasa.Contracts", StringComparison.Ordinal));
        Assert.DoesNotContain(SourcesOf("Brasa.Sandbox"), text => text.Contains("Lambda", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_storage_sees_SQL() => Assert.DoesNotContain(
        Allowed.Keys.Where(project => project != "Brasa.Storage").SelectMany(SourcesOf),
        text => text.Contains("Microsoft.Data.Sqlite", StringComparison.Ordinal));

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    private static IEnumerable<string> SourcesOf(string project) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText);
}
