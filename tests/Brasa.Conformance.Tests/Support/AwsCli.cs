using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Brasa.Conformance.Tests.Support;

/// <summary>Debian's AWS CLI, as an account, in a directory of its own.</summary>
internal sealed class AwsCli(Uri server, string account) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory directory = new();

    public string PathOf(string file) => Path.Combine(directory.Path, file);

    /// <summary>Runs <c>aws lambda …</c> to its end.</summary>
    public Task<CliResult> LambdaAsync(params string[] arguments) => RunAsync(["lambda", .. arguments]);

    /// <summary>Runs <c>aws …</c> to its end.</summary>
    public async Task<CliResult> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/aws", [.. arguments, "--endpoint-url", server.GetLeftPart(UriPartial.Authority)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory.Path,
        };
        ClientEnvironment.Set(start);
        start.Environment["AWS_ACCESS_KEY_ID"] = account;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["HOME"] = directory.Path;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new CliResult(process.ExitCode, await output, await error);
    }

    public void Dispose() => directory.Dispose();
}

/// <summary>How a command of the AWS CLI ended.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>The CLI's exit code where the service refused the call.</summary>
    private const int Refused = 254;

    /// <summary>What it printed, where it ended well.</summary>
    public JsonNode Json
    {
        get
        {
            Succeeded();
            return JsonNode.Parse(Output)!;
        }
    }

    public void Succeeded() => Assert.True(ExitCode == 0, Error);

    public void IsRefused(string operation, string code, string message)
    {
        Assert.Equal(Refused, ExitCode);
        Assert.Equal($"An error occurred ({code}) when calling the {operation} operation: {message}", Error.Trim());
    }
}
