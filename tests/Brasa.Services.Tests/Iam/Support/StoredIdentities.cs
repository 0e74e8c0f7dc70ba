using System.Collections.Immutable;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Services.Iam;
using Brasa.Services.Iam.AccessKeys;
using Brasa.Services.Iam.Authorization;
using Brasa.Services.Iam.Identities;
using Brasa.Services.Sts;
using Brasa.Storage.Files;
using Brasa.Storage.Sqlite;

namespace Brasa.Services.Tests.Iam.Support;

/// <summary>IAM over a store of its own, as a server has it.</summary>
internal sealed class StoredIdentities : IDisposable
{
    public const string Account = "111122223333";
    public const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("brasa-iam-");
    private readonly SqliteResourceStore resources;
    private readonly LocalKey secrets;

    public StoredIdentities()
    {
        resources = new SqliteResourceStore(Path.Combine(directory.FullName, "resources.db"));
        secrets = LocalKey.LoadOrCreate(Path.Combine(directory.FullName, "key"));
        Store = new IamStore(resources);
        Sessions = new SessionTokens(secrets);
        Keys = new KeyStore(Store, secrets, Sessions);
        Principals = new PrincipalDirectory(Store);
    }

    public IamStore Store { get; private set; }

    public SessionTokens Sessions { get; }

    public KeyStore Keys { get; private set; }

    public PrincipalDirectory Principals { get; }

    /// <summary>Starts again on what is stored.</summary>
    public async Task RestartAsync()
    {
        Store.Dispose();
        Store = new IamStore(resources);
        await Store.LoadAsync(CancellationToken.None);
        Keys = new KeyStore(Store, secrets, Sessions);
    }

    public static IamUser User(string name, params (string Action, string Resource)[] allowed) => new()
    {
        Account = Account, Name = name, Id = $"AIDA{name}", Created = DateTimeOffset.UnixEpoch,
        Inline = allowed.ToImmutableSortedDictionary(allow => allow.Action, allow => Allow(allow.Action, allow.Resource)),
    };

    public static IamRole Role(string name, string trust = Trust) => new() { Account = Account, Name = name, Id = $"AROA{name}", Created = DateTimeOffset.UnixEpoch, TrustPolicy = trust };

    public static string Allow(string action, string resource) => $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{{action}}}","Resource":"{{{resource}}}"}]}""";

    public static RequestContext By(Principal principal) => new()
    {
        RequestId = "request", Account = principal.Account, Region = "us-east-1", Principal = principal, Endpoint = "http://localhost:4566", Time = DateTimeOffset.UnixEpoch,
    };

    public static UserPrincipal Principal(IamUser user) => new(user.Account, user.Name, user.Arn, user.Id);

    public Task AddAsync(IamUser user) => Store.UpdateAsync(Account, account => account with { Users = account.Users.Add(user.Name, user) }, CancellationToken.None);

    public Task AddAsync(IamRole role) => Store.UpdateAsync(Account, account => account with { Roles = account.Roles.Add(role.Name, role) }, CancellationToken.None);

    /// <summary>Every byte that is stored.</summary>
    public byte[] ReadStored()
    {
        using var everything = new MemoryStream();
        foreach (var file in directory.EnumerateFiles("resources.db*"))
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            stream.CopyTo(everything);
        }

        return everything.ToArray();
    }

    public void Dispose()
    {
        Store.Dispose();
        resources.Dispose();
        directory.Delete(recursive: true);
    }
}
