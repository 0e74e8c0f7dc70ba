using System.Diagnostics;
using Brasa.Bench.Load;
using Brasa.Bench.Results;
using Brasa.Services.Iam.Policies;

namespace Brasa.Bench.Scenarios;

/// <summary>What it takes to decide a request of a principal with many policies, against one with a single policy. In this process: no server is asked.</summary>
internal static class PolicyDecisions
{
    private const int Policies = 20;
    private const int StatementsPerPolicy = 4;
    private const int Evaluations = 100_000;
    private const string Account = "111122223333";
    private const string Service = "svc19";
    private const string Thing = $"arn:aws:{Service}:us-east-1:{Account}:thing/blue/7";

    private static readonly Caller Caller =
        Caller.RoleSession($"arn:aws:sts::{Account}:assumed-role/build/session", $"arn:aws:iam::{Account}:role/build");

    private static readonly ConditionContext Shared = new()
    {
        ["aws:PrincipalArn"] = $"arn:aws:iam::{Account}:role/build",
        ["aws:PrincipalAccount"] = Account,
        ["aws:PrincipalTag/team"] = "blue",
        ["aws:userid"] = "AROAEXAMPLE:session",
    };

    public static Task<IReadOnlyList<Row>> RunAsync(Subject subject, CancellationToken ct)
    {
        subject.Say("policies: deciding");
        return Task.FromResult<IReadOnlyList<Row>>(
        [
            Measure("policies/spread/p50", subject.Sampling.Rounds, number => Document($"svc{Policies - 1 - number}", "Describe", isAllowing: true), Aim.AtMost(10), ct),
            Measure("policies/one-service/p50", subject.Sampling.Rounds, number => Document(Service, number == 0 ? "Describe" : $"Make{number}", isAllowing: true), Aim.AtMost(10), ct),
            Measure("policies/worst/p50", subject.Sampling.Rounds, number => Document(Service, "Describe", isAllowing: number == 0), aim: null, ct),
        ]);
    }

    /// <param name="name">Of the row.</param>
    /// <param name="rounds">How many.</param>
    /// <param name="document">Makes the policy of a number; that of zero is the last, and allows what is asked for.</param>
    /// <param name="aim">What the row is meant to reach.</param>
    /// <param name="ct">Ends the run.</param>
    private static Row Measure(string name, int rounds, Func<int, string> document, Aim? aim, CancellationToken ct)
    {
        var (one, all) = (Principal(1, document), Principal(Policies, document));
        List<double> single = [], many = [];
        // The first round is the compiler's.
        for (var round = 0; round <= rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            var (before, after) = (MedianMicroseconds(one), MedianMicroseconds(all));
            if (round == 0) continue;
            single.Add(before);
            many.Add(after);
        }

        var figure = Figure.Median(many);
        return new Row(name, "µs", "one policy", Figure.Median(single), figure, Comparison.Value, figure, aim);
    }

    private static double MedianMicroseconds(PrincipalPolicies principal)
    {
        var samples = new List<double>(Evaluations);
        for (var i = 0; i < Evaluations; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var context = new ConditionContext(Shared) { ["aws:SourceIp"] = "203.0.113.7", ["aws:SecureTransport"] = "true" };
            var decision = PolicyEvaluator.Evaluate(new AccessRequest(Caller, $"{Service}:DescribeThing", Thing, null, context), principal);
            samples.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            if (!decision.IsAllowed) throw new BenchException("The policies do not allow what is measured.");
        }

        samples.Sort();
        return Percentile.Of(samples, 50);
    }

    private static PrincipalPolicies Principal(int policies, Func<int, string> document) => new(
        new PolicySet(Enumerable.Range(0, policies).Reverse().Select(number => Parse(document(number)))),
        new PolicySet([Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""")]));

    private static PolicyDocument Parse(string document) => PolicyDocument.Parse(document, PolicyKind.Managed, PolicyDocument.MaxManagedCharacters);

    // What is asked for is allowed by the last statement of the last policy; all before it that name it fail in a condition.
    private static string Document(string service, string verb, bool isAllowing)
    {
        var account = isAllowing ? Account : "444455556666";
        var statements = Enumerable.Range(0, StatementsPerPolicy).Select(number => $$$$"""
            {"Effect":"Allow","Action":["{{{{service}}}}:Get{{{{number}}}}*","{{{{service}}}}:List{{{{number}}}}*","{{{{service}}}}:PutThing","{{{{service}}}}:{{{{verb}}}}*"],
             "Resource":["arn:aws:{{{{service}}}}:*:{{{{Account}}}}:box/{{{{number}}}}/*","arn:aws:{{{{service}}}}:us-east-1:{{{{Account}}}}:thing/${aws:PrincipalTag/team}/*"],
             "Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.0/24"]},"StringEquals":{"aws:PrincipalAccount":"{{{{account}}}}","aws:PrincipalTag/team":"blue{{{{(number < StatementsPerPolicy - 1 ? "-" : "")}}}}"}}}
            """);
        return $$$$"""
            {"Version":"2012-10-17","Statement":[{{{{string.Join(',', statements)}}}},
             {"Effect":"Deny","Action":"{{{{service}}}}:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}
            """;
    }
}
