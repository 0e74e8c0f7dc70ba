namespace Brasa.Services.Iam.Policies;

/// <summary>How directly a statement names the caller, from not at all to as itself.</summary>
/// <remarks>IAM User Guide, "Policy evaluation logic": what of a resource's policy is limited by implicit denies elsewhere.</remarks>
internal enum Grant
{
    /// <summary>The statement does not apply.</summary>
    None,

    /// <summary>By its account: whether it may is left to the account's own policies.</summary>
    Account,

    /// <summary>By the role or user that its session comes from: a boundary and a session policy limit that.</summary>
    Issuer,

    /// <summary>As itself, or together with everybody: nothing but an explicit deny limits that.</summary>
    Direct,
}
