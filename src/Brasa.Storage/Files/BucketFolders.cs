using System.Text.RegularExpressions;
using Brasa.Core.Errors;
using Brasa.Core.Storage;

namespace Brasa.Storage.Files;

/// <summary>Buckets that the operator keeps as directories below one, their objects as files; only ever read.</summary>
/// <param name="root">The directory with one of each bucket's name; there may be none.</param>
public sealed partial class BucketFolders(string root) : IObjectReader
{
    /// <inheritdoc />
    public async Task<ReadOnlyMemory<byte>> ReadAsync(string bucket, string key, string? version, long maxBytes, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        ArgumentNullException.ThrowIfNull(key);

        var folder = Path.Combine(root, bucket);
        if (!BucketName().IsMatch(bucket) || !Directory.Exists(folder)) throw new AwsException("NoSuchBucket", 404, "The specified bucket does not exist");
        if (version is not null and not NoVersion) throw new AwsException("NoSuchVersion", 404, "The specified version does not exist.");

        // A key is any text to S3; here only one that names a file below the bucket and nothing else does.
        if (key.Split('/').Any(segment => segment is "" or "." or "..") || key.Contains('\0')) throw NoSuchKey();
        var file = new FileInfo(Path.Combine(folder, key));
        if (!file.Exists) throw NoSuchKey();
        if (file.Length > maxBytes) throw new AwsException("EntityTooLarge", 400, $"The object has {file.Length} bytes; {maxBytes} are taken at most.");
        return await File.ReadAllBytesAsync(file.FullName, ct);
    }

    private static AwsException NoSuchKey() => new("NoSuchKey", 404, "The specified key does not exist.");

    /// <summary>The version id of objects in buckets that keep no versions.</summary>
    private const string NoVersion = "null";

    /// <remarks>Amazon S3 user guide, "Bucket naming rules".</remarks>
    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex BucketName();
}
