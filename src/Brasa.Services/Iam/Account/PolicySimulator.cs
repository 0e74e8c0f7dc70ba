using Brasa.Contracts.Iam;
using Brasa.Core.Identity;
using Brasa.Services.Iam.Authorization;
using Brasa.Services.Iam.Identities;
using Brasa.Services.Iam.Policies;
using Microsoft.Extensions.Primitives;

namespace Brasa.Services.Iam.Account;

/// <summary>What is simulated.</summary>
/// <param name="Caller">Who would ask.</param>
/// <param name="Policies">Its policies.</param>
/// <param name="Actions">What it would ask for.</param>
/// <param name="Resources">Of what; <c>null</c> for anything.</param>
/// <param name="ResourcePolicy">The policy of the resources, or <c>null</c>.</param>
/// <param name="ResourceOwner">The account that owns them, by its ARN; <c>null</c> for the caller's.</param>
/// <param name="Context">What would be known of the request.</param>
internal sealed record Simulation(
    Caller Caller, PrincipalPolicies Policies, IReadOnlyList<string> Actions, IReadOnlyList<string>? Resources, string? ResourcePolicy, string? ResourceOwner,
    IReadOnlyList<ContextEntry>? Context);

/// <summary>Decides requests that nobody makes.</summary>
internal sealed class PolicySimulator(IamStore store)
{
    private const string Anything = "*";

    /// <summary>The policies of a request; <c>null</c> where it has none.</summary>
    /// <exception cref="MalformedPolicyDocumentException">One is none.</exception>
    public static PolicySet? Read(IReadOnlyList<string>? documents, PolicyKind kind) =>
        documents is null ? null : new PolicySet(documents.Select(document => PolicyDocuments.Parse(document, kind, PolicyDocument.MaxRoleInlineCharacters)));

    /// <summary>The policies of a user, group or role, with <paramref name="more"/> beside them.</summary>
    /// <exception cref="NoSuchEntityException">There is nobody of that ARN.</exception>
    public PrincipalPolicies PoliciesOf(string arn, IReadOnlyList<string>? more)
    {
        var (account, identity) = Find(arn);
        if (more is not null) identity = identity with { Inline = identity.Inline.SetItems(more.Select((document, index) => KeyValuePair.Create($"\u0001{index}", Checked(document)))) };
        return PrincipalDirectory.PoliciesOf(identity, account, []);
    }

    /// <summary>A user or role as caller; a group's is some user.</summary>
    /// <exception cref="NoSuchEntityException">There is nobody of that ARN.</exception>
    public Caller CallerOf(string arn, string account) => (Arn.TryParse(arn)?.Account == account ? Find(arn) : throw NotFound(arn)) switch
    {
        (_, IamRole role) => Caller.RoleSession($"arn:aws:sts::{role.Account}:assumed-role/{role.Name}/simulated", role.Arn),
        (_, var other) => Caller.User(other.Arn),
    };

    /// <summary>One page of decisions, for every action on every resource.</summary>
    public static SimulatePolicyResponse Simulate(Simulation asked, int? maxItems, string? marker)
    {
        var resourcePolicy = asked.ResourcePolicy is { } text ? Read([text], PolicyKind.Resource) : null;
        var owner = asked.ResourceOwner is { } arn ? Arn.TryParse(arn)?.Account : null;
        var context = new ConditionContext();
        foreach (var entry in asked.Context ?? [])
        {
            if (entry.ContextKeyName is { } key) context[key] = new StringValues([.. entry.ContextKeyValues ?? []]);
        }

        var pairs = asked.Actions.SelectMany(_ => asked.Resources ?? [Anything], (action, resource) => (Action: action, Resource: resource)).Index();
        var (page, next) = Descriptions.Page(pairs, pair => $"{pair.Index:D8}", maxItems, marker);
        return new SimulatePolicyResponse
        {
            EvaluationResults = [.. page.Select(pair => new EvaluationResult
            {
                EvalActionName = pair.Item.Action,
                EvalResourceName = pair.Item.Resource,
                EvalDecision = Decide(new AccessRequest(asked.Caller, pair.Item.Action, pair.Item.Resource, owner, context)),
                MatchedStatements = [],
                MissingContextValues = [],
            })],
            IsTruncated = next is not null,
            Marker = next,
        };

        PolicyEvaluationDecisionType Decide(in AccessRequest request) => PolicyEvaluator.Evaluate(request, asked.Policies, resourcePolicy).Outcome switch
        {
            Outcome.Allow => PolicyEvaluationDecisionType.Allowed,
            Outcome.ExplicitDeny => PolicyEvaluationDecisionType.ExplicitDeny,
            _ => PolicyEvaluationDecisionType.ImplicitDeny,
        };
    }

    private (IamAccount Account, Identity Identity) Find(string arn)
    {
        var account = store.Get(Arn.TryParse(arn)?.Account ?? "");
        return account.Identities.FirstOrDefault(identity => identity.Arn == arn) is { } found
            ? (account, found)
            : throw NotFound(arn);
    }

    private static NoSuchEntityException NotFound(string arn) => new($"The policy source {arn} cannot be found.");

    private static string Checked(string document)
    {
        PolicyDocuments.RequireIdentityPolicy(document);
        return document;
    }
}
