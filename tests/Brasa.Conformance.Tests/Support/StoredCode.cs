using System.Security.Cryptography;

namespace Brasa.Conformance.Tests.Support;

/// <summary>What a server keeps of packages in its data directory.</summary>
internal sealed class StoredCode(string dataDirectory)
{
    public string Directory { get; } = Path.Combine(dataDirectory, "code");

    /// <summary>The files and directories kept of one package.</summary>
    public IReadOnlyList<string> Of(byte[] package) =>
        [.. System.IO.Directory.GetFileSystemEntries(Directory, Convert.ToHexStringLower(SHA256.HashData(package)), SearchOption.AllDirectories)];
}
