namespace Brasa.Core.Operations;

/// <summary>Asked before every operation whether its caller may.</summary>
public interface IAuthorizer
{
    /// <summary>Returns when <paramref name="context"/>'s principal may do <paramref name="action"/> on <paramref name="resource"/>.</summary>
    /// <param name="action">The IAM action, as <c>lambda:InvokeFunction</c>.</param>
    /// <param name="resource">The resource's ARN, or <c>*</c> for actions on none in particular.</param>
    /// <param name="context">The request.</param>
    /// <exception cref="Errors.AwsException"><c>AccessDeniedException</c>.</exception>
    void Authorize(string action, string resource, RequestContext context);
}
