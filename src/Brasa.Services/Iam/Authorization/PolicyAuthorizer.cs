using System.Collections.ObjectModel;
using System.Globalization;
using Brasa.Core.Errors;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Iam.Authorization;

/// <summary>Lets principals do what their policies and those of resources allow.</summary>
/// <param name="principals">The principals.</param>
/// <param name="texts">Reads the policies of resources.</param>
/// <param name="trustPolicies">Who may become a role, by its ARN; <c>null</c> for what is no role.</param>
/// <param name="resources">The tags of resources, and the policies of others than roles, by ARN.</param>
internal sealed class PolicyAuthorizer(PrincipalDirectory principals, PolicyTexts texts, Func<string, string?> trustPolicies, Func<string, KnownResource> resources) : IAuthorizer
{
    /// <summary>What trust policies are about; whatever else is done to a role is none of theirs.</summary>
    private const string Becoming = "sts:";

    /// <inheritdoc />
    public void Authorize(string action, string resource, RequestContext context)
    {
        var principal = principals.Find(context.Principal);
        if (principal.Policies is not { } policies) throw Denied(principal, action, resource, "as it is not there any more");
        if (context.Principal is not SessionPrincipal && context.Principal.Since is not null && action.StartsWith("iam:", StringComparison.Ordinal))
            throw Denied(principal, action, resource, "with credentials of GetSessionToken");
        if (context.Principal is AccountPrincipal && action == "sts:AssumeRole") throw AwsException.AccessDenied("Roles may not be assumed by root accounts.");
        var (known, arn) = (resources(resource), Arn.TryParse(resource));
        var request = new AccessRequest(principal.Caller, action, resource, arn?.Owner, Describe(context, principal, arn, known.Tags));
        var policy = action.StartsWith(Becoming, StringComparison.Ordinal) && trustPolicies(resource) is { } trust ? texts.Read(trust, PolicyKind.Trust)
            : known.Policy is { } text ? texts.Read(text, PolicyKind.Resource)
            : null;

        var decision = PolicyEvaluator.Evaluate(request, policies, policy);
        if (!decision.IsAllowed) throw AwsException.AccessDenied(decision.Explain(request));
    }

    private static AwsException Denied(KnownPrincipal principal, string action, string resource, string why) =>
        AwsException.AccessDenied($"User: {principal.Caller.Arn} is not authorized to perform: {action} on resource: {resource} {why}");

    /// <remarks>IAM user guide, "AWS global condition context keys", properties of the request and of the resource.</remarks>
    private static ConditionContext Describe(RequestContext context, KnownPrincipal principal, Arn? resource, IReadOnlyDictionary<string, string>? tags)
    {
        var described = new ConditionContext(principal.Context)
        {
            ["aws:CurrentTime"] = PrincipalDirectory.Instant(context.Time),
            ["aws:EpochTime"] = context.Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["aws:RequestedRegion"] = context.Region,
            ["aws:SecureTransport"] = context.Endpoint.StartsWith("https:", StringComparison.Ordinal) ? "true" : "false",
        };
        if (resource?.Owner is { } owner) described["aws:ResourceAccount"] = owner;
        foreach (var (key, value) in tags ?? ReadOnlyDictionary<string, string>.Empty)
        {
            described[$"aws:ResourceTag/{key}"] = value;
            if (resource is { Service: "iam" }) described[$"iam:ResourceTag/{key}"] = value;
        }

        if (context.UserAgent is { } agent) described["aws:UserAgent"] = agent;
        if (context.Referer is { } page) described["aws:Referer"] = page;
        if (context.SourceAddress is { } address) described["aws:SourceIp"] = address.ToString();
        foreach (var (key, values) in context.Conditions) described[key] = values;
        return described;
    }
}
