namespace Brasa.Services.Iam.Policies;

/// <summary>What kind of principal asks.</summary>
internal enum CallerKind
{
    Root,
    User,
    RoleSession,
    FederatedUser,
    Service,
    Federated,
    Anonymous,
}
