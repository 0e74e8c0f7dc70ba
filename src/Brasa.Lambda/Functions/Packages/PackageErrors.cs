using Brasa.Contracts.Lambda;
using Brasa.Core.Errors;

namespace Brasa.Lambda.Functions.Packages;

/// <summary>What is answered to a package that cannot be used, in AWS's words.</summary>
internal static class PackageErrors
{
    public static AwsException NotUnzippable() =>
        Invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");

    public static AwsException Empty() => Invalid("Uploaded file must be a non-empty zip");

    public static AwsException UnzippedTooLarge(long limit) => Invalid($"Unzipped size must be smaller than {limit} bytes");

    public static AwsException ZippedTooLarge(long limit) =>
        new("RequestEntityTooLargeException", 413, $"Zipped size must be smaller than {limit} bytes");

    private static InvalidParameterValueException Invalid(string message) => new(message);
}
