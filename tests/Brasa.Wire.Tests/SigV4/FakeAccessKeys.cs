using System.Text;
using Brasa.Core.Identity;

namespace Brasa.Wire.Tests.SigV4;

/// <summary>Access keys in memory.</summary>
internal sealed class FakeAccessKeys : IAccessKeys
{
    public const string Account = "111122223333";

    private readonly Dictionary<string, AccessKey> keys = [];

    public AccessKey? Find(string accessKeyId, string? sessionToken) => keys.GetValueOrDefault(accessKeyId);

    public FakeAccessKeys Add(string id, string secret, string? token = null, bool isActive = true, DateTimeOffset? expiry = null)
    {
        keys[id] = new AccessKey
        {
            Id = id, Secret = Encoding.UTF8.GetBytes(secret), Principal = new AccountPrincipal(Account), SessionToken = token, IsActive = isActive,
            Expiry = expiry,
        };
        return this;
    }
}
