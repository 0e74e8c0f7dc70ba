using Brasa.Core.Errors;

namespace Brasa.Core.Storage;

/// <summary>Reads objects of buckets for services that are told where something lies in S3.</summary>
public interface IObjectReader
{
    /// <summary>The whole object.</summary>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">The object's key; any text.</param>
    /// <param name="version">Its version, or <c>null</c> for the newest.</param>
    /// <param name="maxBytes">The most bytes that the caller takes.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="AwsException">What S3 answers to GetObject: <c>NoSuchBucket</c>, <c>NoSuchKey</c>, <c>NoSuchVersion</c>, and <c>EntityTooLarge</c>
    /// past <paramref name="maxBytes"/>.</exception>
    Task<ReadOnlyMemory<byte>> ReadAsync(string bucket, string key, string? version, long maxBytes, CancellationToken ct);
}
