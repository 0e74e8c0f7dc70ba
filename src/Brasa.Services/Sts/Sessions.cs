using Brasa.Core.Identity;

namespace Brasa.Services.Sts;

/// <summary>How STS names those who ask.</summary>
internal static class Sessions
{
    /// <summary>The ARN; a function's is that of its role's session, called as the function.</summary>
    public static string ArnOf(Principal principal) => principal is FunctionPrincipal function ? Of(function).Arn : principal.Arn;

    /// <summary>The unique id of a user or role, the latter with the session's name; the account for its root user.</summary>
    public static string UserIdOf(Principal principal) => principal switch
    {
        UserPrincipal user => user.Id,
        SessionPrincipal session => $"{session.RoleId}:{session.SessionName}",
        FunctionPrincipal function => UserIdOf(Of(function)),
        _ => principal.Account,
    };

    /// <summary>The session that a function is of its role.</summary>
    public static SessionPrincipal Of(FunctionPrincipal function)
    {
        var name = Arn.TryParse(function.FunctionArn)?.Resource.Split(':') is [_, var functionName, ..] ? functionName : RoleNameOf(function.RoleArn);
        return new SessionPrincipal(function.Account, function.RoleArn, name, "", []);
    }

    /// <summary>The last part of a role's ARN.</summary>
    public static string RoleNameOf(string roleArn) => roleArn[(roleArn.LastIndexOf('/') + 1)..];
}
