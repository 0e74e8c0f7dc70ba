using System.Security.Cryptography;

namespace Brasa.Core.Storage;

/// <summary>A blob's name: the SHA-256 of its bytes, 64 lower-case hexadecimal digits.</summary>
public readonly record struct BlobId
{
    private const int HexLength = 64;

    /// <summary>The 64 hexadecimal digits.</summary>
    public string Hex { get; }

    /// <exception cref="FormatException"><paramref name="hex"/> is not 64 lower-case hexadecimal digits.</exception>
    public BlobId(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        if (hex.Length != HexLength || !hex.All(char.IsAsciiHexDigitLower))
            throw new FormatException("A blob is named by 64 lower-case hexadecimal digits.");
        Hex = hex;
    }

    /// <summary>The name of a blob with these bytes.</summary>
    public static BlobId Of(ReadOnlySpan<byte> content) => new(Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <inheritdoc />
    public override string ToString() => Hex;
}

/// <summary>Content-addressed files: what is stored never changes, and storing it twice keeps it once.</summary>
public interface IBlobStore
{
    /// <summary>Stores the bytes; when it returns they are on disk.</summary>
    ValueTask<BlobId> PutAsync(ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>The blob's bytes for reading, or <c>null</c> where there is none of that name.</summary>
    Stream? OpenRead(BlobId id);

    /// <summary>Removes the blob; no error where there is none.</summary>
    void Delete(BlobId id);

    /// <summary>A directory made from blob <paramref name="id"/>, kept and found again under its name; readable by everyone on the machine,
    /// writable by nobody in a sandbox.</summary>
    /// <param name="id">The blob the tree is made from.</param>
    /// <param name="fill">Fills an empty directory; called only where the tree is not there yet. Whatever it throws is thrown on, and nothing stays.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The directory's absolute path.</returns>
    ValueTask<string> GetOrAddTreeAsync(BlobId id, Func<string, CancellationToken, Task> fill, CancellationToken ct);

    /// <summary>The directory that was made under this name; <c>null</c> where none was.</summary>
    string? FindTree(BlobId id);

    /// <summary>Removes the tree made from <paramref name="id"/>; no error where there is none.</summary>
    void DeleteTree(BlobId id);

    /// <summary>Every blob and every tree there is, each name once.</summary>
    IEnumerable<BlobId> List();
}
