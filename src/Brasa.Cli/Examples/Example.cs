using System.IO.Compression;

namespace Brasa.Cli.Examples;

/// <summary>A function among the examples: a folder of that name.</summary>
/// <param name="Name">The folder's name, and the function's.</param>
/// <param name="RuntimePrefix">What identifiers of its language's runtimes begin with.</param>
/// <param name="Handler">Its handler.</param>
internal sealed record Example(string Name, string RuntimePrefix, string Handler)
{
    /// <summary>The event to try it with, in its folder.</summary>
    public const string EventFile = "event.json";

    /// <summary>What quickstart sets up.</summary>
    public static readonly IReadOnlyList<Example> All =
    [
        new("hello-python", "python", "lambda_function.lambda_handler"),
        new("hello-node", "nodejs", "index.handler"),
    ];

    private static readonly string[] NotCode = [EventFile, "README.md"];

    public string FolderIn(string root) => Path.Combine(root, "examples", Name);

    /// <summary>The folder's code as a deployment package.</summary>
    public byte[] Package(string root)
    {
        var folder = FolderIn(root);
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Directory.EnumerateFiles(folder).Where(file => !NotCode.Contains(Path.GetFileName(file))).Order(StringComparer.Ordinal))
                archive.CreateEntryFromFile(file, Path.GetFileName(file));
        }

        return zip.ToArray();
    }
}
