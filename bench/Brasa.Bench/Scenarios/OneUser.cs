using System.Collections.Immutable;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using Brasa.Services.Iam;
using Brasa.Services.Iam.AccessKeys;
using Brasa.Services.Iam.Authorization;
using Brasa.Services.Iam.Identities;
using Brasa.Services.Sts;

namespace Brasa.Bench.Scenarios;

/// <summary>An account with one user, who has twenty policies and may invoke functions by the last; nothing of it is stored.</summary>
internal sealed class OneUser : IDisposable
{
    private const string Account = "111122223333";
    private const int Policies = 20;

    private readonly IamStore store;

    private OneUser(IamStore store, KeyStore keys)
    {
        this.store = store;
        Keys = keys;
        Authorizer = new PolicyAuthorizer(new PrincipalDirectory(store), new PolicyTexts(), _ => null, _ => default);
    }

    public IAccessKeys Keys { get; }

    public IAuthorizer Authorizer { get; }

    public static async Task<OneUser> CreateAsync(string keyId, string secret, CancellationToken ct)
    {
        var store = new IamStore(new NoResources());
        var sealer = new OneSecret(secret);
        var keys = new KeyStore(store, sealer, new SessionTokens(sealer));
        var user = new IamUser
        {
            Account = Account, Name = "bench", Id = "AIDABENCHBENCHBENCHBE", Created = DateTimeOffset.UnixEpoch,
            Keys = [new UserKey(keyId, "", IsActive: true, DateTimeOffset.UnixEpoch)],
            Inline = Enumerable.Range(0, Policies).ToImmutableSortedDictionary(number => $"p{number:D2}", number => Document(number < Policies - 1 ? "GetFunction" : "InvokeFunction")),
        };
        await store.UpdateAsync(Account, account => account with { Users = account.Users.Add(user.Name, user) }, ct);
        return new OneUser(store, keys);
    }

    public void Dispose() => store.Dispose();

    private static string Document(string action) =>
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["lambda:ACTION","logs:*"],"Resource":"*","Condition":{"StringEquals":{"aws:PrincipalAccount":"ACCOUNT"}}}]}"""
            .Replace("ACTION", action, StringComparison.Ordinal).Replace("ACCOUNT", Account, StringComparison.Ordinal);

    private sealed class NoResources : IResourceStore
    {
        public ValueTask<StoredResource?> GetAsync(ResourceKey key, CancellationToken ct) => ValueTask.FromResult<StoredResource?>(null);

        public ValueTask<ResourcePage> ListAsync(ResourcePrefix prefix, int limit, string? continuation, CancellationToken ct) => ValueTask.FromResult(new ResourcePage([], null));

        public ValueTask<long> WriteAsync(IReadOnlyList<ResourceWrite> writes, CancellationToken ct) => ValueTask.FromResult(1L);
    }

    private sealed class OneSecret(string secret) : ISealer
    {
        public string Seal(string text, string owner) => "";

        public string Open(string sealedText, string owner) => secret;
    }
}
