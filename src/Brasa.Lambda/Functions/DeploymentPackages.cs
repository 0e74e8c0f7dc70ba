using Brasa.Contracts.Lambda;
using Brasa.Core.Errors;
using Brasa.Core.Storage;
using Brasa.Lambda.Functions.Packages;

namespace Brasa.Lambda.Functions;

/// <summary>Where a request's code comes from and what it is made for.</summary>
internal sealed class DeploymentPackages(IObjectReader objects)
{
    private static readonly string[] Known = ["x86_64", "arm64"];

    /// <summary>The zip of a new function.</summary>
    /// <exception cref="AwsException">There is none, or it cannot be had.</exception>
    public Task<ReadOnlyMemory<byte>> ReadAsync(FunctionCode code, CancellationToken ct) =>
        ReadAsync(code.ZipFile, new Location(code.S3Bucket, code.S3Key, code.S3ObjectVersion), code.ImageUri, ct);

    /// <summary>The zip of an update.</summary>
    /// <exception cref="AwsException">There is none, or it cannot be had.</exception>
    public Task<ReadOnlyMemory<byte>> ReadAsync(UpdateFunctionCodeRequest request, CancellationToken ct) =>
        ReadAsync(request.ZipFile, new Location(request.S3Bucket, request.S3Key, request.S3ObjectVersion), request.ImageUri, ct);

    /// <summary>The architecture asked for, or the default.</summary>
    /// <exception cref="InvalidParameterValueException">It is no architecture of Lambda's.</exception>
    public static string ArchitectureOf(IReadOnlyList<Architecture>? architectures) => architectures switch
    {
        null or [] => Known[0],
        [var one] when Known.Contains(one.Value) => one.Value,
        _ => throw FunctionSettings.Invalid($"Architectures takes one of: {string.Join(", ", Known)}."),
    };

    private async Task<ReadOnlyMemory<byte>> ReadAsync(ReadOnlyMemory<byte>? zip, Location s3, string? image, CancellationToken ct)
    {
        if (image is not null) throw FunctionSettings.Unsupported("Code from ImageUri");
        if (zip is { } given)
        {
            if (s3.IsGiven) throw FunctionSettings.Invalid("Please do not provide other FunctionCode parameters when providing a ZipFile.");
            return given.Length > FunctionLimits.DirectZipBytes ? throw PackageErrors.ZippedTooLarge(FunctionLimits.DirectZipBytes) : given;
        }

        if (!s3.IsGiven) throw FunctionSettings.Invalid("Please provide a source for function code.");
        if (s3.Bucket is null || s3.Key is null) throw FunctionSettings.Invalid("Please provide both S3Bucket and S3Key, or neither.");
        try
        {
            // Only its unzipped size bounds it, and no zip that is of use is larger than that.
            return await objects.ReadAsync(s3.Bucket, s3.Key, s3.Version, FunctionLimits.UnzippedBytes, ct);
        }
        catch (AwsException refusal)
        {
            throw FunctionSettings.Invalid($"Error occurred while GetObject. S3 Error Code: {refusal.Code}. S3 Error Message: {refusal.Message}");
        }
    }

    /// <summary>An object of S3, as requests name it.</summary>
    private readonly record struct Location(string? Bucket, string? Key, string? Version)
    {
        public bool IsGiven => Bucket is not null || Key is not null || Version is not null;
    }
}
