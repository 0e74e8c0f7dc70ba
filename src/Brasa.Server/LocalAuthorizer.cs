using Brasa.Core.Errors;
using Brasa.Core.Identity;
using Brasa.Core.Operations;

namespace Brasa.Server;

/// <summary>
/// Who may do what while nobody's signature is verified: callers on loopback act as their account and may do everything in it; a function,
/// calling through its own sandbox, may use data-plane operations in its account and nothing else.
/// </summary>
internal sealed class LocalAuthorizer : IAuthorizer
{
    private const string Everything = "*";

    private static readonly HashSet<string> DataPlane = new(StringComparer.Ordinal)
    {
        "lambda:InvokeFunction",
        "logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents", "logs:PutLogEvents",
        "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:SendMessage",
    };

    public void Authorize(string action, string resource, RequestContext context)
    {
        var isOwn = resource == Everything || (Arn.TryParse(resource) is { } arn && (arn.Owner is null || arn.Owner == context.Principal.Account));
        if (isOwn && (context.Principal is AccountPrincipal || DataPlane.Contains(action))) return;

        throw AwsException.AccessDenied(
            $"User: {context.Principal.Arn} is not authorized to perform: {action} on resource: {resource} because no {(isOwn ? "identity" : "resource")}-based policy allows the {action} action");
    }
}
