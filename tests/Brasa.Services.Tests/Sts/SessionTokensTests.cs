using System.Text;
using Brasa.Contracts.Sts;
using Brasa.Core.Identity;
using Brasa.Services.Tests.Iam.Support;
using static Brasa.Services.Tests.Iam.Support.StoredIdentities;

namespace Brasa.Services.Tests.Sts;

public sealed class SessionTokensTests : IDisposable
{
    private readonly StoredIdentities identities = new();

    public static TheoryData<Principal> Principals => [new AccountPrincipal(Account), Principal(User("ana"))];

    [Theory]
    [MemberData(nameof(Principals))]
    public void Credentials_are_their_principal_s_until_they_end(Principal principal)
    {
        var issued = identities.Sessions.Issue(principal, DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1));
        var key = identities.Keys.Find(issued.AccessKeyId, issued.SessionToken)!;

        Assert.Equal((principal with { Since = DateTimeOffset.UnixEpoch }, issued.SecretAccessKey), (key.Principal, Encoding.UTF8.GetString(key.Secret.Span)));
        Assert.Equal((DateTimeOffset.UnixEpoch.AddHours(1), issued.SessionToken), (key.Expiry, key.SessionToken));
        Assert.Same(key, identities.Keys.Find(issued.AccessKeyId, issued.SessionToken));
    }

    [Fact]
    public void A_session_of_a_role_keeps_what_it_is_bounded_by()
    {
        var session = new SessionPrincipal(Account, Role("worker").Arn, "night", "AROAworker", [Allow("s3:*", "*")])
        {
            Tags = new Dictionary<string, string> { ["team"] = "blue" }, TransitiveTagKeys = ["team"], SourceIdentity = "ana",
        };
        var issued = identities.Sessions.Issue(session, DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1));

        Assert.Equivalent(session with { Since = DateTimeOffset.UnixEpoch }, identities.Sessions.Open(issued.AccessKeyId, issued.SessionToken)!.Principal, strict: true);
    }

    [Fact]
    public void A_token_that_would_be_refused_is_not_given_out()
    {
        var session = new SessionPrincipal(Account, Role("worker").Arn, "night", "AROAworker", [new string(' ', 60_000)]);
        Assert.Throws<PackedPolicyTooLargeException>(() => identities.Sessions.Issue(session, DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_token_is_good_with_its_own_key_and_unchanged()
    {
        var issued = identities.Sessions.Issue(new AccountPrincipal(Account), DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1));
        var other = identities.Sessions.Issue(new AccountPrincipal(Account), DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1));
        string?[] wrong = [null, "", "made up", other.SessionToken, issued.SessionToken[..^4], issued.SessionToken + "AAAA", new string('A', 20_000)];

        Assert.All(wrong, token => Assert.Null(identities.Sessions.Open(issued.AccessKeyId, token)));
    }

    public void Dispose() => identities.Dispose();
}
