using System.IO.Compression;
using System.Text;
using Brasa.Conformance.Tests.Support;

namespace Brasa.Conformance.Tests.Refusals;

/// <summary>Packages that are no package, or worse: each is refused, and nothing of it stays.</summary>
public sealed class PackageRefusalTests(SharedServer server) : ConformanceTest(server)
{
    private const int FileLink = 0xA1FF << 16;
    private const string NotUnzippable = "Could not unzip uploaded file. Please check your file, then try to upload again.";

    [Fact]
    public Task One_that_is_no_zip() => IsRefusedAsync("this is no zip, for sure"u8.ToArray(), NotUnzippable);

    [Fact]
    public Task One_cut_short() => IsRefusedAsync(Zip.Of(("index.py", "x = 1"))[..^9], NotUnzippable);

    [Fact]
    public Task An_empty_one() => IsRefusedAsync(Zip.Of(), "Uploaded file must be a non-empty zip");

    [Theory]
    [InlineData("../escaped.py")]
    [InlineData("a/../../escaped.py")]
    [InlineData("/etc/escaped.py")]
    [InlineData("..\\escaped.py")]
    public Task One_with_a_path_that_leads_outside(string path) => IsRefusedAsync(Zip.Of((path, "x = 1")), NotUnzippable);

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../..")]
    public Task One_with_a_link_that_leads_outside(string target) =>
        IsRefusedAsync(Zip.Of(archive => Zip.Add(archive, "link", Encoding.UTF8.GetBytes(target)).ExternalAttributes = FileLink), NotUnzippable);

    [Fact]
    public Task One_larger_than_250_MB_unzipped() => IsRefusedAsync(
        Zip.Of(archive =>
        {
            using var zeros = archive.CreateEntry("zeros", CompressionLevel.Fastest).Open();
            var block = new byte[1 << 20];
            for (var mebibyte = 0; mebibyte <= 250; mebibyte++) zeros.Write(block);
        }), "Unzipped size must be smaller than 262144000 bytes");

    [Fact]
    public async Task An_update_with_a_package_that_is_refused_leaves_the_code_as_it_was()
    {
        await Lambda.CreateAsync("kept", Python("def handler(event, context): return 1"));
        var package = "no zip either"u8.ToArray();

        (await Lambda.CallAsync("UpdateFunctionCode", new { FunctionName = "kept", ZipFile = package })).IsRefused(400, "InvalidParameterValueException", NotUnzippable);

        Assert.Empty(Server.StoredCode.Of(package));
        Assert.Equal("1", (await Lambda.InvokeAsync("kept")).Payload);
    }

    private async Task IsRefusedAsync(byte[] package, string message)
    {
        var answer = await Lambda.CallAsync("CreateFunction", new { FunctionName = "refused", Runtime = Server.Python, Handler = "index.handler", Lambda.Role, Code = new { ZipFile = package } });

        answer.IsRefused(400, "InvalidParameterValueException", message);
        Assert.Empty(await Lambda.ListAsync());
        Assert.Empty(Server.StoredCode.Of(package));
    }
}
