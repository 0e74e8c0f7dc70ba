namespace Brasa.Services.Iam.Policies;

/// <summary>What a statement does where it applies.</summary>
internal enum PolicyEffect
{
    Allow,
    Deny,
}
