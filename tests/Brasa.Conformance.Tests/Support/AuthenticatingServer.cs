using System.Text.Json;
using Brasa.Storage.Files;

namespace Brasa.Conformance.Tests.Support;

/// <summary>A server that verifies signatures and asks policies, and its root user's key.</summary>
public sealed class AuthenticatingServer : IAsyncLifetime
{
    private readonly TemporaryDirectory data = new();
    private ServerProcess? process;

    internal SdkDriver Boto3 { get; private set; } = null!;

    internal SdkDriver JavaScript { get; private set; } = null!;

    internal Keys Root { get; private set; } = null!;

    internal Uri Address => process!.Address;

    /// <summary>AWS's identifier of the newest Python found.</summary>
    internal string Python { get; private set; } = "";

    /// <summary>All that the server has printed.</summary>
    internal string Output => process!.Output;

    /// <summary>A service as whoever the keys belong to.</summary>
    internal AwsClient As(Keys keys, string service) => new(Boto3, service, keys);

    /// <summary>Temporary credentials of the root user as the server gives them out, with an end of one's own choice.</summary>
    internal Keys TemporaryUntil(DateTimeOffset expiry)
    {
        const string Id = "ASIATEMPORARYTEMPORA";
        var content = JsonSerializer.Serialize(new { Secret = "secret", Since = expiry.AddHours(-1), Expiry = expiry, Account = "000000000000", IsRole = false });
        return new Keys(Id, "secret", LocalKey.LoadOrCreate(Path.Combine(data.Path, "key")).Seal(content, Id));
    }

    public async ValueTask InitializeAsync()
    {
        process = await ServerProcess.StartAsync(data.Path, "--auth", "on");
        await Eventually.TrueAsync(() => Task.FromResult(Printed("AWS_SECRET_ACCESS_KEY").Length > 0), "No root key was printed.");
        Root = new Keys(Printed("AWS_ACCESS_KEY_ID"), Printed("AWS_SECRET_ACCESS_KEY"));
        Python = (await Health.OfAsync(process)).Runtimes.First(runtime => runtime.StartsWith("python", StringComparison.Ordinal));
        Boto3 = SdkDriver.Boto3(process.Address);
        JavaScript = SdkDriver.JavaScript(process.Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null) return;
        await Boto3.DisposeAsync();
        await JavaScript.DisposeAsync();
        process.Terminate();
        Assert.Equal(0, await process.ExitCodeAsync());
        await process.DisposeAsync();
        data.Dispose();
    }

    private string Printed(string name) => process!.Output.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..] ?? "";
}
