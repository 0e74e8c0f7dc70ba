using Brasa.Core.Errors;
using Brasa.Core.Identity;
using Brasa.Core.Operations;

namespace Brasa.Lambda.Functions;

/// <summary>The roles of functions.</summary>
/// <param name="roles">The roles there are.</param>
/// <param name="authorizer">Who may give a role to a function; <c>null</c> where roles are not looked at, as nobody's signature is.</param>
internal sealed class ExecutionRoles(IServiceRoles roles, IAuthorizer? authorizer)
{
    private const string Service = "lambda.amazonaws.com";

    /// <summary>Checks that the caller may give a function a role that Lambda may become.</summary>
    /// <exception cref="AwsException">It is not so.</exception>
    public void Require(string role, FunctionKey function, RequestContext context)
    {
        if (authorizer is null) return;

        if (Arn.TryParse(role)?.Account != function.Account) throw AwsException.AccessDenied("Cross-account pass role is not allowed.");
        authorizer.Authorize("iam:PassRole", role, context with { Conditions = new Dictionary<string, string[]> { ["iam:PassedToService"] = [Service] } });
        if (!roles.Allows(role, Service, function.Arn)) throw FunctionSettings.Invalid("The role defined for the function cannot be assumed by Lambda.");
    }
}
