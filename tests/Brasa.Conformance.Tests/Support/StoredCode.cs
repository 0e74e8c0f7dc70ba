using System.Security.Cryptography;

namespace Brasa.Conformance.Tests.Support;

/// <summary>What a server keeps of packages in its data directory.</summary>
internal sealed class StoredCode(string dataDirectory)
{
    private readonly string directory = Path.Combine(dataDirectory, "code");

    /// <summary>The files and directories kept of one package.</summary>
    public IReadOnlyList<string> Of(byte[] package) =>
        [.. Directory.GetFileSystemEntries(directory, Convert.ToHexStringLower(SHA256.HashData(package)), SearchOption.AllDirectories)];

    /// <summary>Everything kept, and everything half made.</summary>
    public IReadOnlyList<string> All() =>
    [
        .. Directory.GetFiles(Path.Combine(directory, "blobs"), "*", SearchOption.AllDirectories),
        .. Directory.GetFileSystemEntries(Path.Combine(directory, "trees")),
        .. Directory.GetFileSystemEntries(Path.Combine(directory, "temp")),
    ];
}
