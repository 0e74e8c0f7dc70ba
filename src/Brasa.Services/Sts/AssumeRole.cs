using Brasa.Contracts.Sts;
using Brasa.Core.Errors;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Services.Iam;
using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Sts;

/// <summary>Makes the caller a role for a while, where the role's trust policy and the caller's own let it.</summary>
internal sealed class AssumeRole(IamStore store, SessionTokens sessions, IAuthorizer authorizer) : IOperation<AssumeRoleRequest, AssumeRoleResponse>
{
    private const string Action = "sts:AssumeRole";

    /// <summary>Seconds.</summary>
    private const int Default = 3_600, LongestChained = 3_600;

    public Task<AssumeRoleResponse> HandleAsync(AssumeRoleRequest request, RequestContext context, CancellationToken ct)
    {
        Refuse(request.SerialNumber is not null || request.TokenCode is not null, "Multi-factor authentication");
        Refuse(request.ProvidedContexts is { Count: > 0 }, "ProvidedContexts");
        var conditions = new Dictionary<string, string[]> { ["sts:RoleSessionName"] = [request.RoleSessionName] };
        if (request.ExternalId is { } external) conditions["sts:ExternalId"] = [external];
        var attributes = SessionAttributes.Read(request, context.Principal, conditions);

        // Who may not become a role is not told whether there is one.
        var role = Arn.TryParse(request.RoleArn) is { Service: "iam" } arn ? store.Get(arn.Account).Roles.GetValueOrDefault(Sessions.RoleNameOf(request.RoleArn)) : null;
        if (role?.Arn != request.RoleArn) throw AwsException.AccessDenied($"User: {Sessions.ArnOf(context.Principal)} is not authorized to perform: {Action} on resource: {request.RoleArn}");
        var asked = context with { Conditions = conditions };
        authorizer.Authorize(Action, role.Arn, asked);
        if (attributes.Tags.Count > 0) authorizer.Authorize("sts:TagSession", role.Arn, asked);
        if (attributes.SourceIdentity is not null) authorizer.Authorize("sts:SetSourceIdentity", role.Arn, asked);

        var seconds = request.DurationSeconds ?? Default;
        if (seconds > role.MaxSessionSeconds) throw AwsException.Validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        if (context.Principal is SessionPrincipal or FunctionPrincipal && seconds > LongestChained)
            throw AwsException.Validation("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");

        var session = new SessionPrincipal(role.Account, role.Arn, request.RoleSessionName, role.Id, ReadPolicies(request, role.Account))
        {
            Tags = attributes.Tags, TransitiveTagKeys = attributes.TransitiveTagKeys, SourceIdentity = attributes.SourceIdentity,
        };
        return Task.FromResult(new AssumeRoleResponse
        {
            AssumedRoleUser = new AssumedRoleUser { Arn = session.Arn, AssumedRoleId = Sessions.UserIdOf(session) },
            SourceIdentity = attributes.SourceIdentity,
            Credentials = sessions.Issue(session, context.Time, TimeSpan.FromSeconds(seconds)),
        });
    }

    private static void Refuse(bool isAsked, string what)
    {
        if (isAsked) throw AwsException.NotImplemented($"{what} of sessions are not available on this server; the session would begin without. Leave it out.");
    }

    private List<string> ReadPolicies(AssumeRoleRequest request, string account)
    {
        var policies = new List<string>();
        if (request.Policy is { } inline)
        {
            try
            {
                PolicyDocument.Parse(inline, PolicyKind.Identity, PolicyDocument.MaxSessionCharacters);
            }
            catch (MalformedPolicyException malformed)
            {
                throw malformed.IsTooLong ? new PackedPolicyTooLargeException(malformed.Message) : new MalformedPolicyDocumentException(malformed.Message);
            }

            policies.Add(inline);
        }

        foreach (var descriptor in request.PolicyArns ?? [])
            policies.Add(store.Get(account).FindPolicy(descriptor.Arn ?? "")?.Document ?? throw AwsException.Validation($"The specified policy {descriptor.Arn} was not found."));
        return policies;
    }
}
