using Brasa.Core.Storage;

namespace Brasa.Lambda.Functions.Packages;

/// <summary>A function's or layer's code as it was uploaded: a zip that has been unpacked once and found good.</summary>
/// <param name="Id">The zip's blob, and the name of the tree unpacked from it.</param>
/// <param name="CodeSize">The zip's length in bytes.</param>
internal sealed record ZipPackage(BlobId Id, long CodeSize)
{
    /// <summary>Most bytes of a zip sent with the request itself (50 MiB): AWS Lambda quotas, deployment package size.</summary>
    public const int MaxZippedBytes = 52_428_800;

    /// <summary>Most bytes unpacked, together with the layers (250 MiB): AWS Lambda quotas, deployment package size.</summary>
    public const long MaxUnzippedBytes = 262_144_000;

    /// <summary>The zip's SHA-256 in base64, as AWS states it.</summary>
    public string CodeSha256 => Convert.ToBase64String(Convert.FromHexString(Id.Hex));
}
