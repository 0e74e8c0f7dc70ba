using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Brasa.Core.Storage;

namespace Brasa.Storage.Files;

/// <summary>Encrypts with a key of this machine's own (AES-256-GCM), kept in a file that only its owner can read.</summary>
public sealed class LocalKey : ISealer
{
    private const byte Format = 1;
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + NonceBytes + TagBytes;

    private readonly string path;
    private readonly byte[] key;

    private LocalKey(string path, byte[] key)
    {
        this.path = path;
        this.key = key;
    }

    /// <summary>The key in a file; makes one where there is no such file.</summary>
    /// <exception cref="IOException">The file is readable by others than its owner, holds no key, or cannot be made.</exception>
    public static LocalKey LoadOrCreate(string path)
    {
        if (!File.Exists(path)) Create(path);
        if ((File.GetUnixFileMode(path) & ~Modes.PrivateFile) != 0)
            throw new IOException($"The key file {path} can be read by others than its owner: chmod 600 {path}, and think of what it encrypts as known to them.");

        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes ? new LocalKey(path, key) : throw new IOException($"The key file {path} holds {key.Length} bytes instead of {KeyBytes}: restore it from a backup.");
    }

    /// <inheritdoc />
    public string Seal(string text, string owner)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var bytes = new byte[HeadBytes + plain.Length];
        bytes[0] = Format;
        var nonce = bytes.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = NewCipher();
        cipher.Encrypt(nonce, plain, bytes.AsSpan(HeadBytes), bytes.AsSpan(1 + NonceBytes, TagBytes), Encoding.UTF8.GetBytes(owner));
        return Base64Url.EncodeToString(bytes);
    }

    /// <inheritdoc />
    public string Open(string sealedText, string owner)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(sealedText);
            if (bytes.Length < HeadBytes || bytes[0] != Format) throw new FormatException("It is of an unknown format.");
            var plain = new byte[bytes.Length - HeadBytes];
            using var cipher = NewCipher();
            cipher.Decrypt(bytes.AsSpan(1, NonceBytes), bytes.AsSpan(HeadBytes), bytes.AsSpan(1 + NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(owner));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception broken) when (broken is FormatException or CryptographicException)
        {
            throw new IOException($"What is stored of {owner} does not open with the key in {path}: restore the key it was stored with.", broken);
        }
    }

    /// <summary>One for each use: none is for several threads at once.</summary>
    private AesGcm NewCipher() => new(key, TagBytes);

    /// <summary>Under another name first: a crash leaves no half of a key.</summary>
    private static void Create(string path)
    {
        var unfinished = $"{path}.new";
        File.Delete(unfinished);
        using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Modes.PrivateFile }))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path);
        Disk.SyncDirectory(Path.GetDirectoryName(path)!);
    }
}
