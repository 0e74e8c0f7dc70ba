using System.Text.Json.Nodes;
using Brasa.Services.Iam.Policies;
using Brasa.Services.Tests.Iam.Policies.Support;

namespace Brasa.Services.Tests.Iam.Policies;

/// <summary>What holds of all policies, tried with random ones.</summary>
public sealed class PolicyPropertiesTests
{
    private const int Count = 1_000;

    [Fact]
    public void Random_requests_come_out_in_every_way()
    {
        var seen = new HashSet<Decision>();

        Iterations.Run(Count, random => seen.Add(new RandomPolicies(random).Case().Decide()));

        PolicySource[] sources = [PolicySource.Identity, PolicySource.Boundary, PolicySource.Session, PolicySource.Resource];
        List<Decision> allowed = [new(Outcome.Allow, PolicySource.Identity), new(Outcome.Allow, PolicySource.Resource), new(Outcome.Allow, PolicySource.None)];
        var denied = sources.SelectMany(source => new[] { new Decision(Outcome.ImplicitDeny, source), new Decision(Outcome.ExplicitDeny, source) });
        Assert.Empty(allowed.Concat(denied).Except(seen));
    }

    [Fact]
    public void A_further_deny_never_allows_more() => Iterations.Run(Count, random =>
    {
        var policies = new RandomPolicies(random);
        var before = policies.Case();

        var after = before.With((statements, kind) => random.Next(2) == 0 ? statements : [.. statements, policies.Statement(kind, "Deny")]);

        Assert.True(before.Decide().IsAllowed || !after.Decide().IsAllowed);
    });

    [Fact]
    public void A_further_allow_never_denies_more() => Iterations.Run(Count, random =>
    {
        var policies = new RandomPolicies(random);
        var before = policies.Case();

        var after = before.With((statements, kind) => random.Next(2) == 0 ? statements : [.. statements, policies.Statement(kind, "Allow")]);

        Assert.True(after.Decide().IsAllowed || !before.Decide().IsAllowed);
    });

    [Fact]
    public void A_boundary_never_allows_more() => Iterations.Run(Count, random =>
    {
        var policies = new RandomPolicies(random);
        var before = policies.Case() with { Boundary = null };

        var after = before with { Boundary = policies.Statements(PolicyKind.Identity) };

        Assert.True(before.Decide().IsAllowed || !after.Decide().IsAllowed);
    });

    [Fact]
    public void An_owner_in_another_account_never_allows_more() => Iterations.Run(Count, random =>
    {
        var inside = new RandomPolicies(random).Case();
        inside = inside with { Request = inside.Request with { ResourceAccount = null } };

        var outside = inside with { Request = inside.Request with { ResourceAccount = Callers.OtherAccount } };

        Assert.True(inside.Decide().IsAllowed || !outside.Decide().IsAllowed);
    });

    [Fact]
    public void What_is_denied_explicitly_stays_so_whatever_is_allowed() => Iterations.Run(Count, random =>
    {
        var before = new RandomPolicies(random).Case();
        var everything = (JsonObject)JsonNode.Parse("""{"Effect":"Allow","Action":"*","Resource":"*"}""")!;

        var after = before with { Identity = [everything, .. before.Identity], Boundary = before.Boundary is null ? null : [everything, .. before.Boundary] };

        Assert.Equal(before.Decide().Outcome == Outcome.ExplicitDeny, after.Decide().Outcome == Outcome.ExplicitDeny);
    });

    [Fact]
    public void The_order_of_statements_does_not_matter() => Iterations.Run(Count, random =>
    {
        var policies = new RandomPolicies(random);
        var before = policies.Case();

        Assert.Equal(before.Decide(), before.With((statements, _) => policies.Shuffled(statements)).Decide());
    });

    [Fact]
    public void How_statements_are_spread_over_policies_does_not_matter() => Iterations.Run(Count, random =>
    {
        var policies = new RandomPolicies(random);
        var all = policies.Case();

        Assert.Equal(all.Decide(), all.Decide(statements => policies.Shuffled(statements).Chunk(random.Next(1, 3))));
    });

    [Fact]
    public void A_value_and_a_list_of_one_are_the_same() => Iterations.Run(Count, random =>
    {
        var before = new RandomPolicies(random).Case();

        Assert.Equal(before.Decide(), before.With((statements, _) => [.. statements.Select(statement => (JsonObject)Listed(statement))]).Decide());
    });

    // Every text that may be a list becomes one.
    private static JsonNode Listed(JsonNode node) => node is JsonObject members
        ? new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, member is { Key: "Effect" } ? member.Value!.DeepClone() : (JsonNode?)Listed(member.Value!))))
        : node is JsonArray ? node.DeepClone() : new JsonArray(node.DeepClone());
}
