using System.Text.Json.Serialization;
using Brasa.Contracts.Lambda;

namespace Brasa.Lambda.CodeSigning;

/// <summary>A code signing configuration: whose signatures functions want, and what becomes of code without one. Immutable; an update makes another.</summary>
internal sealed record SigningConfig
{
    public required string Account { get; init; }
    public required string Region { get; init; }

    /// <summary><c>csc-</c> and what makes it unique.</summary>
    public required string Id { get; init; }

    /// <summary>ARNs of versions of signing profiles.</summary>
    public required IReadOnlyList<string> Publishers { get; init; }

    /// <summary>AWS's <c>UntrustedArtifactOnDeployment</c>.</summary>
    public required string Policy { get; init; }

    public string? Description { get; init; }
    public required DateTimeOffset LastModified { get; init; }
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    [JsonIgnore]
    public string Arn => $"arn:{Core.Identity.Arn.DefaultPartition}:lambda:{Region}:{Account}:{CodeSigningRules.ArnPrefix}{Id}";

    /// <summary>Lets a package be deployed to a function. Signatures are not verified here, so every package counts as unsigned.</summary>
    /// <param name="functionName">The function as the request names it.</param>
    /// <exception cref="CodeVerificationFailedException">Only signed ones are wanted.</exception>
    public void RequireUnsignedAllowed(string functionName)
    {
        if (Policy == CodeSigningPolicy.Enforce.Value)
            throw new CodeVerificationFailedException($"Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept. Check the provided signature for {functionName}.");
    }
}
