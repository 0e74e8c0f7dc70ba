using System.Formats.Tar;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Tests.Functions;

/// <summary>What comes from the compiler may come from whoever has taken it over.</summary>
public sealed class CodeCompilerTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("brasa-compiled-");

    [Fact]
    public async Task Files_are_unpacked_in_their_folders()
    {
        await UnpackAsync(File("index.pyc", "one"), File("package/module.pyc", "two"));

        Assert.Equal("one", Read("index.pyc"));
        Assert.Equal("two", Read("package/module.pyc"));
    }

    [Theory]
    [InlineData("../outside.pyc")]
    [InlineData("package/../../outside.pyc")]
    [InlineData("/tmp/brasa-outside.pyc")]
    [InlineData("index.so")]
    public async Task Nothing_else_is_taken(string name)
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => UnpackAsync(File("first.pyc", "one"), File(name, "two")));

        Assert.Equal(["first.pyc"], directory.GetFileSystemInfos().Select(entry => entry.Name));
    }

    [Fact]
    public async Task Links_are_not_taken()
    {
        var link = new PaxTarEntry(TarEntryType.SymbolicLink, "link.pyc") { LinkName = "/etc/passwd" };

        await Assert.ThrowsAsync<InvalidDataException>(() => UnpackAsync(link));

        Assert.Empty(directory.GetFileSystemInfos());
    }

    [Fact]
    public async Task A_name_that_comes_twice_is_not_written_over()
    {
        await Assert.ThrowsAsync<IOException>(() => UnpackAsync(File("index.pyc", "one"), File("index.pyc", "two")));

        Assert.Equal("one", Read("index.pyc"));
    }

    [Fact]
    public async Task What_is_cut_off_leaves_what_came_before()
    {
        var archive = Archive(File("index.pyc", "one"), File("module.pyc", new string('x', 10_000)));

        await Assert.ThrowsAnyAsync<IOException>(() => CodeCompiler.UnpackAsync(new MemoryStream(archive[..3_000]), directory.FullName, ".pyc", Ct));

        Assert.Equal("one", Read("index.pyc"));
        Assert.Single(directory.GetFileSystemInfos());
    }

    public void Dispose() => directory.Delete(recursive: true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static PaxTarEntry File(string name, string text) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)) };

    private static byte[] Archive(params TarEntry[] entries)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, leaveOpen: true))
        {
            foreach (var entry in entries) writer.WriteEntry(entry);
        }

        return stream.ToArray();
    }

    private Task UnpackAsync(params TarEntry[] entries) => CodeCompiler.UnpackAsync(new MemoryStream(Archive(entries)), directory.FullName, ".pyc", Ct);

    private string Read(string name) => System.IO.File.ReadAllText(Path.Combine(directory.FullName, name));
}
