using Brasa.Contracts.Sts;
using Brasa.Core.Errors;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Services.Iam.Authorization;
using Brasa.Services.Iam.Identities;
using Brasa.Services.Sts;
using Brasa.Services.Tests.Iam.Support;
using static Brasa.Services.Tests.Iam.Support.StoredIdentities;

namespace Brasa.Services.Tests.Sts;

public sealed class AssumeRoleTests : IDisposable
{
    private const string All = "\"sts:AssumeRole\",\"sts:TagSession\",\"sts:SetSourceIdentity\"";

    private static readonly IamUser Ana = User("ana");

    private readonly StoredIdentities identities = new();

    [Fact]
    public async Task Tags_of_a_session_are_its_principal_s_and_hide_those_of_the_role()
    {
        var worker = Trusting("worker", All);
        await AddAsync(worker with { Tags = worker.Tags.Add("Team", "red").Add("stage", "test"), Inline = worker.Inline.Add("own", WhileTeamIs("blue")) });

        var (session, _) = await AssumeAsync("worker", Principal(Ana), tags: [("team", "blue")]);

        Assert.True(May(session));
        Assert.False(May(session with { Tags = new Dictionary<string, string>() }));
    }

    [Fact]
    public async Task Only_transitive_tags_go_on_to_the_next_session_and_stay_what_they_are()
    {
        await AddAsync(Trusting("first", All));
        await AddAsync(Trusting("second", All));
        var (first, _) = await AssumeAsync("first", Principal(Ana), tags: [("team", "blue"), ("stage", "test")], transitive: ["team"]);

        var (second, _) = await AssumeAsync("second", first, tags: [("stage", "live")]);
        Assert.Equal(("blue", "live", 2), (second.Tags["team"], second.Tags["stage"], second.Tags.Count));
        Assert.Equal(["team"], second.TransitiveTagKeys);

        await Assert.ThrowsAsync<AwsException>(() => AssumeAsync("second", first, tags: [("Team", "red")]));
    }

    [Fact]
    public async Task A_source_identity_stays_with_all_sessions_of_a_chain()
    {
        await AddAsync(Trusting("first", All));
        await AddAsync(Trusting("second", All));
        var (first, said) = await AssumeAsync("first", Principal(Ana), source: "ana");
        Assert.Equal(("ana", "ana"), (first.SourceIdentity, said.SourceIdentity));

        Assert.Equal("ana", (await AssumeAsync("second", first)).Session.SourceIdentity);
        Assert.Equal("ana", (await AssumeAsync("second", first, source: "ana")).Session.SourceIdentity);
        await Assert.ThrowsAsync<AwsException>(() => AssumeAsync("second", first, source: "bob"));
    }

    [Fact]
    public async Task A_role_is_begun_with_tags_or_a_source_identity_only_where_its_trust_policy_allows_that()
    {
        await AddAsync(Trusting("plain", "\"sts:AssumeRole\""));
        await AddAsync(Trusting("first", All));
        await AssumeAsync("plain", Principal(Ana));

        Assert.Contains("sts:TagSession", (await RefusalAsync("plain", Principal(Ana), tags: [("team", "blue")])).Message, StringComparison.Ordinal);
        Assert.Contains("sts:SetSourceIdentity", (await RefusalAsync("plain", Principal(Ana), source: "ana")).Message, StringComparison.Ordinal);

        var (first, _) = await AssumeAsync("first", Principal(Ana), tags: [("team", "blue")], transitive: ["team"], source: "ana");
        Assert.Contains("sts:TagSession", (await RefusalAsync("plain", first)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trust_may_depend_on_the_tags_that_are_asked_for()
    {
        await AddAsync(Trusting("worker", All, ""","Condition":{"StringEquals":{"aws:RequestTag/team":"blue","sts:SourceIdentity":"ana"},"ForAllValues:StringEquals":{"sts:TransitiveTagKeys":"team"}}"""));

        await AssumeAsync("worker", Principal(Ana), tags: [("team", "blue")], transitive: ["team"], source: "ana");
        await RefusalAsync("worker", Principal(Ana), tags: [("team", "red")], source: "ana");
        await RefusalAsync("worker", Principal(Ana), tags: [("team", "blue")], source: "bob");
        await RefusalAsync("worker", Principal(Ana), tags: [("team", "blue"), ("stage", "live")], transitive: ["stage"], source: "ana");
    }

    [Fact]
    public async Task Tags_that_contradict_each_other_are_refused()
    {
        await AddAsync(Trusting("worker", All));

        Assert.Equal("ValidationException", (await RefusalAsync("worker", Principal(Ana), tags: [("team", "blue"), ("TEAM", "red")])).Code);
        Assert.Equal("ValidationException", (await RefusalAsync("worker", Principal(Ana), tags: [("aws:team", "blue")])).Code);
        Assert.Equal("ValidationException", (await RefusalAsync("worker", Principal(Ana), tags: [("team", "blue")], transitive: ["stage"])).Code);
    }

    public void Dispose() => identities.Dispose();

    private static IamRole Trusting(string name, string actions, string condition = "") => Role(name,
        $"{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Allow\",\"Principal\":{{\"AWS\":\"*\"}},\"Action\":[{actions}]{condition}}}]}}");

    private static string WhileTeamIs(string team) =>
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"TEAM","aws:PrincipalTag/stage":"test"}}}]}"""
            .Replace("TEAM", team, StringComparison.Ordinal);

    private async Task AddAsync(IamRole role)
    {
        if (!identities.Store.Get(Account).Users.ContainsKey("ana")) await identities.AddAsync(Ana);
        await identities.AddAsync(role);
    }

    private PolicyAuthorizer Authorizer() => new(
        identities.Principals, new PolicyTexts(), arn => identities.Store.Get(Account).Roles.GetValueOrDefault(Sessions.RoleNameOf(arn))?.TrustPolicy, _ => default);

    private bool May(SessionPrincipal session)
    {
        try
        {
            Authorizer().Authorize("lambda:ListFunctions", "*", By(session));
            return true;
        }
        catch (AwsException)
        {
            return false;
        }
    }

    private Task<AwsException> RefusalAsync(string role, Principal caller, (string Key, string Value)[]? tags = null, string[]? transitive = null, string? source = null) =>
        Assert.ThrowsAsync<AwsException>(() => AssumeAsync(role, caller, tags, transitive, source));

    private async Task<(SessionPrincipal Session, AssumeRoleResponse Response)> AssumeAsync(
        string role, Principal caller, (string Key, string Value)[]? tags = null, string[]? transitive = null, string? source = null)
    {
        var response = await new AssumeRole(identities.Store, identities.Sessions, Authorizer()).HandleAsync(
            new AssumeRoleRequest
            {
                RoleArn = Role(role).Arn, RoleSessionName = "night", TransitiveTagKeys = transitive, SourceIdentity = source,
                Tags = tags is null ? null : [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
            },
            By(caller), TestContext.Current.CancellationToken);
        var key = identities.Sessions.Open(response.Credentials!.AccessKeyId, response.Credentials.SessionToken)!;
        return ((SessionPrincipal)key.Principal, response);
    }
}
