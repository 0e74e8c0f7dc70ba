namespace Brasa.Services.Iam.Policies;

/// <summary>The policies of one principal. Immutable: made when they change, and kept beside the principal.</summary>
/// <param name="Identity">Of the user and its groups, or of the role.</param>
/// <param name="Boundary">Its permissions boundary; <c>null</c> where it has none.</param>
/// <param name="Session">What its session was begun with; <c>null</c> where that was nothing.</param>
public sealed record PrincipalPolicies(PolicySet Identity, PolicySet? Boundary = null, PolicySet? Session = null)
{
    /// <summary>Of a principal that has none: a root user, a service, the anonymous.</summary>
    public static PrincipalPolicies None { get; } = new(PolicySet.Empty);
}
