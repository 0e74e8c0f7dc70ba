using System.Text.Json;
using System.Text.Json.Nodes;
using Brasa.Services.Iam.Policies;
using Microsoft.Extensions.Primitives;

namespace Brasa.Services.Tests.Iam.Policies.Support;

/// <summary>A case of the files in <c>Cases</c>, which say what its members mean.</summary>
public sealed record PolicyCase
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public required string Why { get; init; }

    public required string Expect { get; init; }

    public JsonNode? Identity { get; init; }

    public JsonNode? Boundary { get; init; }

    public JsonNode? Session { get; init; }

    public JsonNode? Resource { get; init; }

    public JsonNode? Trust { get; init; }

    public JsonNode? Condition { get; init; }

    public string Version { get; init; } = PolicyDocument.CurrentVersion;

    public string Caller { get; init; } = "user";

    public string Action { get; init; } = "s3:GetObject";

    public string On { get; init; } = "arn:aws:s3:::bucket/key";

    public string? Owner { get; init; }

    public Dictionary<string, JsonNode?> Context { get; init; } = [];

    public static IReadOnlyList<PolicyCase> Read(string file) =>
        JsonSerializer.Deserialize<List<PolicyCase>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Iam", "Policies", "Cases", file)), Format)!;

    public AccessRequest ToRequest() => new(ToCaller(), Action, On, Owner, ToContext());

    public PrincipalPolicies ToPolicies()
    {
        var allowed = Condition is null ? null : JsonNode.Parse($$"""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{Condition.ToJsonString()}}}""");
        return new PrincipalPolicies(ToSet(Identity ?? allowed, PolicyKind.Identity) ?? PolicySet.Empty, ToSet(Boundary, PolicyKind.Managed), ToSet(Session, PolicyKind.Identity));
    }

    public PolicySet? ToResourcePolicy() => ToSet(Resource, PolicyKind.Resource) ?? ToSet(Trust, PolicyKind.Trust);

    private PolicySet? ToSet(JsonNode? statements, PolicyKind kind)
    {
        if (statements is null) return null;
        var document = $$"""{"Version":"{{Version}}","Statement":{{statements.ToJsonString()}}}""";
        return new PolicySet([PolicyDocument.Parse(document, kind, PolicyDocument.MaxRoleInlineCharacters)]);
    }

    private Caller ToCaller() => Caller.Split(' ') switch
    {
        ["user"] => Callers.Alice,
        ["root"] => Callers.Root,
        ["session"] => Callers.Session,
        ["federated"] => Callers.Federated,
        ["service", var name] => Services.Iam.Policies.Caller.Service(name),
        ["provider", var name] => Services.Iam.Policies.Caller.Federated(name),
        ["anonymous"] => Services.Iam.Policies.Caller.Anonymous,
        _ => throw new InvalidDataException($"There is no caller {Caller}."),
    };

    private ConditionContext ToContext()
    {
        var context = new ConditionContext();
        foreach (var (key, value) in Context) context[key] = value is JsonArray values ? new StringValues([.. values.Select(item => (string?)item)]) : (string?)value;
        return context;
    }
}
