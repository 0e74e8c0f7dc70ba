using System.IO.Compression;
using System.Text.Json;
using Brasa.Cli.Examples;

namespace Brasa.Cli.Tests.Examples;

public sealed class ExampleTests
{
    public static TheoryData<string> Names => [.. Example.All.Select(example => example.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_holds_the_file_of_its_handler_and_nothing_that_is_not_code(string name)
    {
        var example = Named(name);
        using var zip = new ZipArchive(new MemoryStream(example.Package(Repository.Root)));

        var entry = Assert.Single(zip.Entries);
        Assert.Equal(example.Handler.Split('.')[0], Path.GetFileNameWithoutExtension(entry.FullName));
        Assert.True(entry.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_example_brings_an_event_to_try_it_with(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Named(name).FolderIn(Repository.Root), Example.EventFile)));
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    }

    private static Example Named(string name) => Example.All.Single(example => example.Name == name);
}
