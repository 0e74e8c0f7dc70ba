using Brasa.Conformance.Tests.Support;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Brasa.Conformance.Tests.Support;

/// <summary>One isolating server for all tests that do not end it, and one process of each SDK. Accounts keep the tests apart.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private readonly TemporaryDirectory data = new();
    private ServerProcess? process;

    internal SdkDriver Boto3 { get; private set; } = null!;

    internal SdkDriver JavaScript { get; private set; } = null!;

    internal HttpClient Http { get; private set; } = null!;

    internal StoredCode StoredCode => new(data.Path);

    /// <summary>Puts an object where the server finds those of buckets.</summary>
    internal void PutObject(string bucket, string key, byte[] content)
    {
        var path = Path.Combine(data.Path, "buckets", bucket, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    internal Uri Address => process!.Address;

    /// <summary>AWS's identifiers of the runtimes that the server found interpreters for, newest first.</summary>
    internal IReadOnlyList<string> Runtimes { get; private set; } = [];

    /// <summary>The newest Python found.</summary>
    internal string Python => Runtimes.First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));

    /// <summary>The newest Node.js found.</summary>
    internal string Node => Runtimes.First(runtime => runtime.StartsWith("nodejs", StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        process = await ServerProcess.StartAsync(data.Path);
        Http = new HttpClient { BaseAddress = process.Address };
        Runtimes = (await Health.OfAsync(process)).Runtimes;
        Boto3 = SdkDriver.Boto3(process.Address);
        JavaScript = SdkDriver.JavaScript(process.Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null) return;
        await Boto3.DisposeAsync();
        await JavaScript.DisposeAsync();
        Http.Dispose();
        var footprint = Footprint.Of(process, data.Path);
        process.Terminate();
        Assert.Equal(0, await process.ExitCodeAsync());
        Assert.Empty(footprint.Remaining());
        await process.DisposeAsync();
        data.Dispose();
    }
}
