using Brasa.Contracts.Iam;
using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Iam;

/// <summary>Reads policy documents of requests, which IAM may refuse.</summary>
internal static class PolicyDocuments
{
    /// <summary>Checks an inline policy; how long it may be depends on the others of its owner.</summary>
    /// <exception cref="MalformedPolicyDocumentException">It is none.</exception>
    public static void RequireIdentityPolicy(string document) => Parse(document, PolicyKind.Identity, PolicyDocument.MaxRoleInlineCharacters);

    /// <summary>Checks a managed policy.</summary>
    /// <exception cref="MalformedPolicyDocumentException">It is none.</exception>
    /// <exception cref="LimitExceededException">It is too long.</exception>
    public static void RequireManagedPolicy(string document) => Parse(document, PolicyKind.Managed, PolicyDocument.MaxManagedCharacters);

    /// <summary>Checks who may become a role.</summary>
    /// <exception cref="MalformedPolicyDocumentException">It is none.</exception>
    /// <exception cref="LimitExceededException">It is too long.</exception>
    public static void RequireTrustPolicy(string document) => Parse(document, PolicyKind.Trust, PolicyDocument.MaxTrustCharacters);

    /// <summary>Reads a document of a request.</summary>
    /// <exception cref="MalformedPolicyDocumentException">It is none of that kind.</exception>
    /// <exception cref="LimitExceededException">It is too long.</exception>
    public static PolicyDocument Parse(string document, PolicyKind kind, int maxCharacters)
    {
        try
        {
            return PolicyDocument.Parse(document, kind, maxCharacters);
        }
        catch (MalformedPolicyException malformed)
        {
            throw malformed.IsTooLong ? new LimitExceededException(malformed.Message) : new MalformedPolicyDocumentException(malformed.Message);
        }
    }
}
