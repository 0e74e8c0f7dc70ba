namespace Brasa.Services.Iam.Policies;

/// <summary>A policy document that IAM would refuse.</summary>
/// <param name="message">IAM's words for it, as they are sent with <c>MalformedPolicyDocument</c>.</param>
public sealed class MalformedPolicyException(string message) : Exception(message)
{
    /// <summary>The document is longer than it may be. IAM's error is <c>LimitExceeded</c> then.</summary>
    public bool IsTooLong { get; init; }
}
