using Brasa.Contracts.Iam;
using Brasa.Core.Identity;
using Brasa.Core.Operations;

namespace Brasa.Services.Iam;

/// <summary>The caller of an operation that names nobody.</summary>
internal static class Callers
{
    /// <summary>The name of the user who asks; <c>null</c> where the account's root user does.</summary>
    /// <exception cref="Core.Errors.AwsException">A role asks, which is no user.</exception>
    public static string? UserNameOf(RequestContext context) => context.Principal switch
    {
        AccountPrincipal => null,
        UserPrincipal user => user.Name,
        _ => throw Core.Errors.AwsException.Validation("Must specify userName when calling with non-User credentials"),
    };

    /// <summary>The account's root user, as GetUser describes it.</summary>
    public static User DescribeRoot(RequestContext context) => new()
    {
        UserName = "root", Path = "/", UserId = context.Account, Arn = context.Principal.Arn, CreateDate = DateTimeOffset.UnixEpoch,
    };
}
