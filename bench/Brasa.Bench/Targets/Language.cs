using System.IO.Compression;

namespace Brasa.Bench.Targets;

/// <summary>A language that is measured, with the same handler and the same baseline worker as the others.</summary>
/// <param name="Name">As rows name it.</param>
/// <param name="RuntimePrefix">What identifiers of its runtimes begin with.</param>
/// <param name="HandlerFile">The function, in <c>Functions/Name</c>: it returns its event.</param>
/// <param name="Worker">The baseline's worker.</param>
/// <param name="RunHandler">The interpreter's arguments that call that handler once.</param>
internal sealed record Language(string Name, string RuntimePrefix, string HandlerFile, string Worker, IReadOnlyList<string> RunHandler)
{
    public static readonly IReadOnlyList<Language> All =
    [
        new("python", "python", "hello.py", "worker.py", ["-c", "import hello; hello.handler({}, None)"]),
        new("nodejs", "nodejs", "hello.cjs", "worker.cjs", ["-e", "require('./hello.cjs').handler({}, {})"]),
    ];

    /// <summary>The directory that holds the handler.</summary>
    public string HandlerDirectory => Path.Combine(AppContext.BaseDirectory, "Functions", Name);

    /// <summary>The deployment package.</summary>
    public byte[] Zip() => ZipOf(Path.Combine(HandlerDirectory, HandlerFile), HandlerFile);

    /// <summary>A deployment package of one file.</summary>
    public static byte[] ZipOf(string file, string name)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true)) archive.CreateEntryFromFile(file, name);
        return stream.ToArray();
    }
}
