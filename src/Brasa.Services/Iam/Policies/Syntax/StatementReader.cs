using System.Collections.Immutable;
using System.Text.Json;
using Brasa.Services.Iam.Policies.Conditions;
using Brasa.Services.Iam.Policies.Matching;

namespace Brasa.Services.Iam.Policies.Syntax;

/// <summary>Reads the statements of one document.</summary>
/// <param name="kind">What the document is attached to.</param>
/// <param name="version">The version of the language it is written in.</param>
internal sealed class StatementReader(PolicyKind kind, string version)
{
    private readonly bool hasVariables = version == PolicyDocument.CurrentVersion;

    private bool IsIdentity => kind is PolicyKind.Identity or PolicyKind.Managed;

    /// <exception cref="MalformedPolicyException">IAM would refuse it.</exception>
    public Statement Read(JsonElement element)
    {
        var (sid, effect, principals, actions, resources, conditions) =
            ((string?)null, (PolicyEffect?)null, (PrincipalMatcher?)null, (ActionMatcher?)null, (ResourceMatcher?)null, ImmutableArray<Condition>.Empty);
        foreach (var member in PolicyJson.Members(element))
        {
            switch (member.Name)
            {
                case "Sid": sid = ReadSid(member.Value); break;
                case "Effect": effect = ReadEffect(member.Value); break;
                case "Principal": principals = Once(principals, ReadPrincipals(member.Value, isNegated: false)); break;
                case "NotPrincipal": principals = Once(principals, ReadPrincipals(member.Value, isNegated: true)); break;
                case "Action": actions = Once(actions, ReadActions(member.Value, isNegated: false)); break;
                case "NotAction": actions = Once(actions, ReadActions(member.Value, isNegated: true)); break;
                case "Resource": resources = Once(resources, ReadResources(member, isNegated: false)); break;
                case "NotResource": resources = Once(resources, ReadResources(member, isNegated: true)); break;
                case "Condition": conditions = ConditionReader.Read(member.Value, hasVariables); break;
                default: throw PolicyErrors.Syntax;
            }
        }

        if (effect is null) throw IsIdentity ? PolicyErrors.Syntax : PolicyErrors.Missing("Effect");
        if (principals is null && !IsIdentity) throw PolicyErrors.Missing("Principal");
        if (actions is null) throw IsIdentity ? PolicyErrors.NoActions : PolicyErrors.Missing("Action");
        if (resources is null && IsIdentity) throw PolicyErrors.NoResources;
        return new Statement(sid, effect.Value, principals, actions, resources, conditions);
    }

    // An element and its opposite exclude each other.
    private static T Once<T>(T? before, T read)
        where T : class => before is null ? read : throw PolicyErrors.Syntax;

    private static PolicyEffect ReadEffect(JsonElement element) => PolicyJson.Text(element) switch
    {
        "Allow" => PolicyEffect.Allow,
        "Deny" => PolicyEffect.Deny,
        _ => throw PolicyErrors.Syntax,
    };

    private string ReadSid(JsonElement element)
    {
        var sid = PolicyJson.Text(element);
        // Services decide themselves what the ids in their resources' policies may look like.
        return kind == PolicyKind.Resource || sid.All(char.IsAsciiLetterOrDigit) ? sid : throw PolicyErrors.OddSid;
    }

    private PrincipalMatcher ReadPrincipals(JsonElement element, bool isNegated) =>
        IsIdentity ? throw PolicyErrors.HasPrincipal : PrincipalReader.Read(element, isNegated);

    private ActionMatcher ReadActions(JsonElement element, bool isNegated)
    {
        var actions = PolicyJson.Texts(element);
        if (actions.Count == 0) throw PolicyErrors.NoActions;
        foreach (var action in actions) ActionSyntax.Check(action, isTrust: kind == PolicyKind.Trust);
        return new ActionMatcher(actions, isNegated);
    }

    private ResourceMatcher ReadResources(JsonProperty member, bool isNegated)
    {
        if (kind == PolicyKind.Trust) throw PolicyErrors.Prohibited(member.Name);
        var resources = PolicyJson.Texts(member.Value);
        if (resources.Count == 0) throw PolicyErrors.NoResources;

        foreach (var resource in resources) ResourceSyntax.Check(resource, hasVariables, mayBeOther: !IsIdentity);
        return new ResourceMatcher(resources.Select(resource => ResourcePattern.Parse(resource, hasVariables)), isNegated);
    }
}
