using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Brasa.Contracts.Sts;
using Brasa.Core.Identity;
using Brasa.Core.Storage;
using Brasa.Services.Iam;

namespace Brasa.Services.Sts;

/// <summary>Temporary credentials. Nothing is stored of them: the session token holds all of them, encrypted so that only this server reads or writes it.</summary>
internal sealed class SessionTokens(ISealer secrets)
{
    /// <summary>Longer than any token that is given out, so that nothing large is decrypted for strangers.</summary>
    private const int MostCharacters = 16_384;

    /// <summary>Beyond it all are forgotten, and read again where they come again.</summary>
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<(string Id, string Token), AccessKey> read = new();

    /// <summary>Credentials for a principal, good for <paramref name="duration"/> from <paramref name="now"/>.</summary>
    /// <exception cref="PackedPolicyTooLargeException">The policies of the session are too long.</exception>
    public Credentials Issue(Principal principal, DateTimeOffset now, TimeSpan duration)
    {
        var (id, secret, expiry) = (Ids.NewKey(Ids.TemporaryKey), Ids.NewSecret(), now + duration);
        var content = JsonSerializer.Serialize(SessionContent.Of(principal, secret, now, expiry), StsJson.Default.SessionContent);
        var token = secrets.Seal(content, id);
        if (token.Length > MostCharacters) throw new PackedPolicyTooLargeException($"The session token would have {token.Length} characters, and {MostCharacters} are allowed: bound the session by shorter policies.");
        return new Credentials { AccessKeyId = id, SecretAccessKey = secret, SessionToken = token, Expiration = expiry };
    }

    /// <summary>The key that a token was given out with; <c>null</c> where it was not given out with one of this id.</summary>
    public AccessKey? Open(string accessKeyId, string? token)
    {
        if (token is null or { Length: > MostCharacters }) return null;
        if (read.TryGetValue((accessKeyId, token), out var known)) return known;
        try
        {
            var content = JsonSerializer.Deserialize(secrets.Open(token, accessKeyId), StsJson.Default.SessionContent)!;
            if (read.Count >= MostKept) read.Clear();
            return read[(accessKeyId, token)] = new AccessKey
            {
                Id = accessKeyId, Secret = Encoding.UTF8.GetBytes(content.Secret), Principal = content.ToPrincipal(), SessionToken = token, Expiry = content.Expiry,
            };
        }
        catch (IOException)
        {
            return null; // made up, or of another server
        }
    }
}

/// <summary>What a session token holds.</summary>
/// <param name="Secret">The secret access key.</param>
/// <param name="Since">When it began.</param>
/// <param name="Expiry">When it ends.</param>
/// <param name="Account">The account.</param>
/// <param name="Arn">Of the user or role; <c>null</c> for the root user.</param>
/// <param name="Id">Of the user or role.</param>
/// <param name="Name">The user's name, or the session's.</param>
/// <param name="IsRole">Whether it is a role's.</param>
/// <param name="Policies">What the session is bounded by.</param>
/// <param name="Tags">The session's tags; <c>null</c> for none.</param>
/// <param name="TransitiveTagKeys">Which of them go on; <c>null</c> for none.</param>
/// <param name="SourceIdentity">Who is behind it.</param>
internal sealed record SessionContent(
    string Secret, DateTimeOffset Since, DateTimeOffset Expiry, string Account, string? Arn, string? Id, string? Name, bool IsRole, IReadOnlyList<string>? Policies,
    IReadOnlyDictionary<string, string>? Tags = null, IReadOnlyList<string>? TransitiveTagKeys = null, string? SourceIdentity = null)
{
    public static SessionContent Of(Principal principal, string secret, DateTimeOffset since, DateTimeOffset expiry) => principal switch
    {
        SessionPrincipal session => new SessionContent(secret, since, expiry, session.Account, session.RoleArn, session.RoleId, session.SessionName, true, session.SessionPolicies,
            session.Tags.Count > 0 ? session.Tags : null, session.TransitiveTagKeys.Count > 0 ? session.TransitiveTagKeys : null, session.SourceIdentity),
        UserPrincipal user => new SessionContent(secret, since, expiry, user.Account, user.Arn, user.Id, user.Name, false, null),
        AccountPrincipal root => new SessionContent(secret, since, expiry, root.Account, null, null, null, false, null),
        _ => throw new ArgumentException($"{principal.Arn} has no sessions.", nameof(principal)),
    };

    public Principal ToPrincipal() => ((Arn, IsRole) switch
    {
        (null, _) => (Principal)new AccountPrincipal(Account),
        (_, true) => new SessionPrincipal(Account, Arn, Name!, Id!, Policies ?? [])
        {
            Tags = Tags ?? ReadOnlyDictionary<string, string>.Empty, TransitiveTagKeys = TransitiveTagKeys ?? [], SourceIdentity = SourceIdentity,
        },
        _ => new UserPrincipal(Account, Name!, Arn, Id!),
    }) with { Since = Since };
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionContent))]
internal sealed partial class StsJson : JsonSerializerContext;
