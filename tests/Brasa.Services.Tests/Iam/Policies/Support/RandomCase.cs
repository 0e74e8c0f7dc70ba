using System.Text.Json.Nodes;
using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Tests.Iam.Policies.Support;

/// <summary>A request and the statements of the policies that apply to it; <c>null</c> where there is no such policy.</summary>
internal sealed record RandomCase(AccessRequest Request, List<JsonObject> Identity, List<JsonObject>? Boundary, List<JsonObject>? Session, List<JsonObject>? Resource)
{
    public Decision Decide() => Decide(statements => [statements]);

    /// <summary>Decides it with the statements of each policy spread over documents.</summary>
    public Decision Decide(Func<IReadOnlyList<JsonObject>, IEnumerable<IReadOnlyList<JsonObject>>> spread)
    {
        PolicySet? Set(List<JsonObject>? statements, PolicyKind kind) => statements is null ? null : new PolicySet(spread(statements).Select(document => Parse(document, kind)));

        var policies = new PrincipalPolicies(Set(Identity, PolicyKind.Identity)!, Set(Boundary, PolicyKind.Identity), Set(Session, PolicyKind.Identity));
        return PolicyEvaluator.Evaluate(Request, policies, Set(Resource, PolicyKind.Resource));
    }

    /// <summary>The same with a change made to each policy that there is.</summary>
    public RandomCase With(Func<List<JsonObject>, PolicyKind, List<JsonObject>> change) => this with
    {
        Identity = change(Identity, PolicyKind.Identity),
        Boundary = Boundary is null ? null : change(Boundary, PolicyKind.Identity),
        Session = Session is null ? null : change(Session, PolicyKind.Identity),
        Resource = Resource is null ? null : change(Resource, PolicyKind.Resource),
    };

    private static PolicyDocument Parse(IReadOnlyList<JsonObject> statements, PolicyKind kind)
    {
        var document = new JsonObject { ["Version"] = PolicyDocument.CurrentVersion, ["Statement"] = new JsonArray([.. statements.Select(statement => statement.DeepClone())]) };
        return PolicyDocument.Parse(document.ToJsonString(), kind, PolicyDocument.MaxRoleInlineCharacters);
    }
}
