using Brasa.Contracts.Lambda;

namespace Brasa.Lambda.Functions;

/// <summary>Where a request's code comes from and what it is made for.</summary>
internal static class DeploymentPackage
{
    private static readonly string[] Known = ["x86_64", "arm64"];

    /// <summary>The zip of a new function.</summary>
    /// <exception cref="Brasa.Core.Errors.AwsException">There is none, or it is to come from where this server cannot fetch it.</exception>
    public static ReadOnlyMemory<byte> Of(FunctionCode code) => Of(code.ZipFile, code.S3Bucket ?? code.S3Key, code.ImageUri);

    /// <summary>The zip of an update.</summary>
    /// <exception cref="Brasa.Core.Errors.AwsException">There is none, or it is to come from where this server cannot fetch it.</exception>
    public static ReadOnlyMemory<byte> Of(UpdateFunctionCodeRequest request) => Of(request.ZipFile, request.S3Bucket ?? request.S3Key, request.ImageUri);

    /// <summary>The architecture asked for, or the default.</summary>
    /// <exception cref="InvalidParameterValueException">It is no architecture of Lambda's.</exception>
    public static string ArchitectureOf(IReadOnlyList<Architecture>? architectures) => architectures switch
    {
        null or [] => Known[0],
        [var one] when Known.Contains(one.Value) => one.Value,
        _ => throw FunctionSettings.Invalid($"Architectures takes one of: {string.Join(", ", Known)}."),
    };

    private static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte>? zip, string? s3, string? image)
    {
        if (image is not null) throw FunctionSettings.Unsupported("Code from ImageUri");
        if (zip is not null && s3 is not null) throw FunctionSettings.Invalid("Please do not provide other FunctionCode parameters when providing a ZipFile.");
        if (s3 is not null) throw FunctionSettings.Unsupported("Code from S3");
        return zip ?? throw FunctionSettings.Invalid("Please provide a source for function code.");
    }
}
