using Brasa.Core.Errors;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Functions.Packages;

namespace Brasa.Lambda.Tests.Functions.Packages;

/// <summary>A directory to unpack in, and one beside it that nothing may reach.</summary>
public abstract class UnpackingTest : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("brasa-zip-").FullName;

    protected UnpackingTest() => Directory.CreateDirectory(Target);

    protected string Target => Path.Combine(root, "target");

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Directory.Delete(root, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected Task UnpackAsync(RawZip zip) => UnpackAsync(zip.ToArray());

    protected Task UnpackAsync(byte[] zip, long limit = FunctionLimits.UnzippedBytes) =>
        ZipUnpacker.UnpackAsync(new MemoryStream(zip), Target, limit, Ct);

    private protected Task RefusesAsync(RawZip zip) => RefusesAsync(zip.ToArray());

    /// <summary>Sees the archive refused as no good zip, with nothing written outside the directory.</summary>
    protected async Task RefusesAsync(byte[] zip)
    {
        var refusal = await Assert.ThrowsAnyAsync<AwsException>(() => UnpackAsync(zip));

        Assert.Equal("Could not unzip uploaded file. Please check your file, then try to upload again.", refusal.Message);
        Assert.Equal(("InvalidParameterValueException", 400), (refusal.Code, refusal.Status));
        Assert.Equal([Target], Directory.GetFileSystemEntries(root));
    }

    protected string Text(string path) => File.ReadAllText(Path.Combine(Target, path));

    protected string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(Path.Combine(Target, path)), 8);
}
