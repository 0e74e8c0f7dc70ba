namespace Brasa.Services.Iam.Policies;

/// <summary>How a request was decided.</summary>
public enum Outcome
{
    /// <summary>No policy allows it that would have to.</summary>
    ImplicitDeny,

    /// <summary>A statement denies it, and nothing can allow it any more.</summary>
    ExplicitDeny,

    /// <summary>It is allowed.</summary>
    Allow,
}
