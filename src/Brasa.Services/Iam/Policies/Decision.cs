namespace Brasa.Services.Iam.Policies;

/// <summary>Whether a request is allowed, and by which policies it is or is not.</summary>
/// <param name="Outcome">How it was decided.</param>
/// <param name="Source">The policies that decided: which allow, deny, or fail to allow.</param>
public readonly record struct Decision(Outcome Outcome, PolicySource Source)
{
    /// <summary>Whether the request may go on.</summary>
    public bool IsAllowed => Outcome == Outcome.Allow;

    /// <summary>Says why a request was denied, in AWS's words.</summary>
    /// <param name="request">The request that this was decided on.</param>
    /// <exception cref="InvalidOperationException">It was allowed.</exception>
    /// <remarks>IAM User Guide, "Troubleshoot access denied error messages".</remarks>
    public string Explain(in AccessRequest request)
    {
        var reason = Outcome switch
        {
            Outcome.ExplicitDeny => $"with an explicit deny in {WithArticle}",
            Outcome.ImplicitDeny => $"because no {Name} allows the {request.Action} action",
            _ => throw new InvalidOperationException("The request was allowed."),
        };
        return $"User: {request.Caller.Arn} is not authorized to perform: {request.Action} on resource: {request.Resource} {reason}";
    }

    private string Name => Source switch
    {
        PolicySource.Boundary => "permissions boundary",
        PolicySource.Session => "session policy",
        PolicySource.Resource => "resource-based policy",
        PolicySource.Trust => "role trust policy",
        _ => "identity-based policy",
    };

    private string WithArticle => Source switch
    {
        PolicySource.Trust => $"the {Name}",
        PolicySource.Identity => $"an {Name}",
        _ => $"a {Name}",
    };
}
