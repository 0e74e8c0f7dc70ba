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

    /// <summary>Checks that a role may send to a function's dead-letter queue.</summary>
    /// <param name="role">The role.</param>
    /// <param name="function">The function.</param>
    /// <param name="queue">The queue's ARN; <c>null</c> or empty for none.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Contracts.Lambda.InvalidParameterValueException">It may not.</exception>
    public void RequireDeadLetter(string role, FunctionKey function, string? queue, DateTimeOffset now)
    {
        if (!string.IsNullOrEmpty(queue) && !MayDo(role, function, "sqs:SendMessage", queue, now))
            throw FunctionSettings.Invalid("The provided execution role does not have permissions to call SendMessage on SQS");
    }

    /// <summary>Whether a function's role may do something on its behalf.</summary>
    /// <param name="role">The role.</param>
    /// <param name="function">The function that has it.</param>
    /// <param name="action">The IAM action.</param>
    /// <param name="resource">On what, by ARN.</param>
    /// <param name="now">The time.</param>
    public bool MayDo(string role, FunctionKey function, string action, string resource, DateTimeOffset now)
    {
        // Accounts are apart also where nobody's signature is looked at.
        if (authorizer is null) return Arn.TryParse(resource)?.Owner is not { } owner || owner == function.Account;
        try
        {
            authorizer.Authorize(action, resource, new RequestContext
            {
                RequestId = Guid.NewGuid().ToString(),
                Account = function.Account,
                Region = function.Region,
                Principal = new FunctionPrincipal(function.Account, role, function.Arn),
                Endpoint = "https://lambda.amazonaws.com", // within a server nothing travels in the open
                Time = now,
            });
            return true;
        }
        catch (AwsException)
        {
            return false;
        }
    }
}
