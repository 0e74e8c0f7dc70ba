namespace Brasa.Services.Iam.Policies;

/// <summary>What a policy document is attached to, which decides the elements that it may have.</summary>
/// <remarks>IAM User Guide, "Grammar of the IAM JSON policy language", the notes.</remarks>
public enum PolicyKind
{
    /// <summary>An inline policy of a user, group or role, a permissions boundary or a session policy: no principals.</summary>
    Identity,

    /// <summary>A managed policy: as <see cref="Identity"/>, and of version 2012-10-17.</summary>
    Managed,

    /// <summary>The policy of a resource: with principals, and <c>Resource</c> may be left out where it can only be that one.</summary>
    Resource,

    /// <summary>Who may assume a role: with principals, and without <c>Resource</c>.</summary>
    Trust,
}
