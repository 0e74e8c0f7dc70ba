using Brasa.Contracts.Lambda;
using Brasa.Lambda.Functions;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.Permissions;

/// <summary>What a policy belongs to: a function, one of its versions or an alias, each with a policy of its own.</summary>
internal static class PolicyHolder
{
    /// <summary>The revision that a change of the policy expects: that of the policy, or of what it will belong to.</summary>
    /// <param name="function">The function.</param>
    /// <param name="reference">What of it is meant.</param>
    /// <exception cref="ResourceNotFoundException">There is no such version or alias.</exception>
    /// <exception cref="InvalidParameterValueException">It can have no policy.</exception>
    public static string RevisionOf(Function function, FunctionReference reference)
    {
        if (reference.Qualifier == FunctionVersion.Latest) throw FunctionSettings.Invalid("We currently do not support adding policies for $LATEST.");
        var version = reference.RequireFound(function);
        return function.PolicyOf(reference.Qualifier)?.RevisionId
            ?? (reference.Qualifier is { } qualifier && function.Aliases.TryGetValue(qualifier, out var alias) ? alias.RevisionId : version.RevisionId);
    }

    /// <exception cref="PreconditionFailedException">The policy is not the one that the caller knows.</exception>
    public static void RequireRevision(string present, string? revisionId)
    {
        if (!string.IsNullOrEmpty(revisionId) && revisionId != present)
            throw new PreconditionFailedException("The RevisionId provided does not match the latest RevisionId. Call the GetPolicy API to retrieve the latest RevisionId");
    }
}
