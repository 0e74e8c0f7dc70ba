namespace Brasa.Services.Iam.Policies;

/// <summary>What is asked for.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Action">As <c>lambda:InvokeFunction</c>.</param>
/// <param name="Resource">The resource's ARN, or <c>*</c> for actions on none in particular.</param>
/// <param name="ResourceAccount">The account that owns the resource; <c>null</c> where that is the caller's.</param>
/// <param name="Context">What else is known.</param>
public readonly record struct AccessRequest(Caller Caller, string Action, string Resource, string? ResourceAccount, ConditionContext Context)
{
    internal bool IsCrossAccount => ResourceAccount is not null && ResourceAccount != Caller.Account;
}
