namespace Brasa.Conformance.Tests.Support;

/// <summary>A function's log as the server keeps it: how a test learns that something inside a sandbox has begun.</summary>
internal sealed class LogFolder(string dataDirectory, Lambda lambda, string name)
{
    private readonly string directory = Path.Combine(dataDirectory, "logs", lambda.Account, lambda.Region, $"aws_lambda_{name}");

    /// <summary>Every line in it, with its time.</summary>
    public IEnumerable<string> Lines() => Directory.GetFiles(directory).SelectMany(File.ReadLines);

    /// <summary>Its size in bytes.</summary>
    public long Size() => new DirectoryInfo(directory).GetFiles().Sum(file => file.Length);

    /// <summary>Completes when so many environments have logged a line <paramref name="text"/>.</summary>
    public Task ContainAsync(string text, int environments = 1) => Eventually.TrueAsync(
        () => Directory.Exists(directory)
            && Directory.GetFiles(directory).Count(file => File.ReadAllText(file).Contains($" {text}\n", StringComparison.Ordinal)) == environments,
        $"{name} did not log '{text}' in {environments} environments.");
}
