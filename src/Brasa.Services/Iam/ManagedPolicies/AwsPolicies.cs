using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>AWS's own managed policies that functions and their deployment use, the same in every account: the data beside this file.</summary>
/// <remarks>AWS managed policy reference guide; descriptions are Brasa's own.</remarks>
internal static class AwsPolicies
{
    private const int IdLength = 17;

    private static readonly DateTimeOffset Created = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly FrozenDictionary<string, IamPolicy> ByArn = Read().ToFrozenDictionary(policy => policy.Arn, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IEnumerable<IamPolicy> All => ByArn.Values;

    /// <summary>The one of that ARN, or <c>null</c>.</summary>
    public static IamPolicy? Find(string arn) => ByArn.GetValueOrDefault(arn);

    private static IEnumerable<IamPolicy> Read()
    {
        using var stream = typeof(AwsPolicies).Assembly.GetManifestResourceStream(typeof(AwsPolicies), "AwsPolicies.json")!;
        using var json = JsonDocument.Parse(stream);
        foreach (var policy in json.RootElement.EnumerateArray())
        {
            var name = policy.GetProperty("Name").GetString()!;
            yield return new IamPolicy
            {
                Account = IamPolicy.AwsAccount, Name = name, Path = policy.GetProperty("Path").GetString()!, Id = IdOf(name), Description = policy.GetProperty("Description").GetString(),
                Created = Created, Updated = Created, Default = 1, Next = 2,
                Versions = ManagedPolicyStore.Versions(1, new IamPolicyVersion(policy.GetProperty("Document").GetRawText(), Created)),
            };
        }
    }

    private static string IdOf(string name) => Ids.Policy + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..IdLength];
}
