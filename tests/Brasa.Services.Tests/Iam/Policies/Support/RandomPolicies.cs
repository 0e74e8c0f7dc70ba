using System.Text.Json.Nodes;
using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Tests.Iam.Policies.Support;

/// <summary>Policies and requests from few names, so that they often meet.</summary>
internal sealed class RandomPolicies(Random random)
{
    private const string Alice = "arn:aws:iam::111122223333:user/alice";
    private const string Role = "arn:aws:iam::111122223333:role/team/build";

    private static readonly string[] Actions = ["s3:GetObject", "s3:PutObject", "sqs:SendMessage"];
    private static readonly string[] ActionPatterns = ["*", "s3:*", "S3:get*", "s3:?utObject", "sqs:SendMessage", "*:*Object", .. Actions];
    private static readonly string[] Resources = ["arn:aws:s3:::b/alice/1", "arn:aws:s3:::b/2", "arn:aws:sqs:us-east-1:111122223333:q"];
    private static readonly string[] ResourcePatterns = ["*", "arn:aws:s3:::*", "arn:aws:s3:::b/${aws:username}/*", "arn:aws:s?s:*:*:q", "arn:aws:*:q", .. Resources];
    private static readonly string[] Keys = ["aws:username", "aws:x", "aws:TagKeys"];
    private static readonly string[] Values = ["alice", "1", "2", "arn:aws:s3:::b/2", "true", "10.0.0.1"];
    private static readonly string[] Comparisons =
    [
        "StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "ForAllValues:StringEquals", "ForAnyValue:StringLike",
        "ForAnyValue:StringNotEquals", "StringLikeIfExists", "ForAllValues:StringNotLikeIfExists",
    ];
    private static readonly string[] Principals =
        ["*", Alice, Role, "111122223333", "arn:aws:iam::111122223333:root", "444455556666", "arn:aws:sts::111122223333:assumed-role/build/run", "arn:aws:sts::111122223333:federated-user/bob"];
    private static readonly Caller[] Askers = [Callers.Alice, Callers.Session, Callers.Federated, Callers.Root, Caller.Service("events.amazonaws.com"), Caller.Anonymous];

    public AccessRequest Request()
    {
        var context = new ConditionContext();
        foreach (var key in Keys)
        {
            if (random.Next(3) > 0) context[key] = Some(Values, 1, 3);
        }

        return new AccessRequest(
            One(Askers), One(Actions), One(Resources), random.Next(2) == 0 ? Callers.OtherAccount : null, context);
    }

    /// <summary>Statements of every kind of policy that a request may have, some of them missing.</summary>
    public RandomCase Case()
    {
        var resource = random.Next(3) == 0 ? null : Statements(PolicyKind.Resource);
        return new RandomCase(Request(), Statements(PolicyKind.Identity), random.Next(2) == 0 ? null : Statements(PolicyKind.Identity), random.Next(2) == 0 ? null : Statements(PolicyKind.Identity), resource);
    }

    public List<JsonObject> Statements(PolicyKind kind) => [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Statement(kind, random.Next(4) == 0 ? "Deny" : "Allow"))];

    public JsonObject Statement(PolicyKind kind, string effect)
    {
        var statement = new JsonObject
        {
            ["Effect"] = effect,
            [random.Next(6) == 0 ? "NotAction" : "Action"] = Listed(Some(ActionPatterns, 1, 3)),
            [random.Next(6) == 0 ? "NotResource" : "Resource"] = Listed(Some(ResourcePatterns, 1, 3)),
        };
        if (kind == PolicyKind.Resource)
        {
            var principals = new JsonObject { ["AWS"] = Listed(Some(Principals, 1, 2)) };
            if (random.Next(3) == 0) principals["Service"] = "events.amazonaws.com";
            statement[random.Next(5) == 0 ? "NotPrincipal" : "Principal"] = principals;
        }

        if (random.Next(3) > 0) return statement;
        var conditions = new JsonObject();
        foreach (var comparison in Some(Comparisons, 1, 2)) conditions[comparison] = new JsonObject { [One(Keys)] = Listed(Some([.. Values, "*", "a?ice", "${aws:username}"], 1, 3)) };
        statement["Condition"] = conditions;
        return statement;
    }

    public T One<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    public List<T> Shuffled<T>(IEnumerable<T> of)
    {
        var shuffled = of.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }

    private string[] Some(string[] of, int least, int most) => [.. Shuffled(of).Take(random.Next(least, most + 1))];

    private JsonNode Listed(string[] values) =>
        values.Length == 1 && random.Next(2) == 0 ? values[0] : new JsonArray([.. values.Select(value => (JsonNode)value)]);
}
