using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Brasa.Services.Iam.ManagedPolicies;

/// <summary>A managed policy, the account's own or one of AWS's. Immutable; a change makes another.</summary>
internal sealed record IamPolicy
{
    /// <summary>Stands in the ARNs of AWS's own policies where others have their account.</summary>
    public const string AwsAccount = "aws";

    public required string Account { get; init; }
    public required string Name { get; init; }
    public string Path { get; init; } = "/";
    public required string Id { get; init; }
    public string? Description { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Updated { get; init; }

    /// <summary>Documents by their number; there is always one.</summary>
    public required ImmutableSortedDictionary<int, IamPolicyVersion> Versions { get; init; }

    /// <summary>The number of the version that is in force.</summary>
    public required int Default { get; init; }

    /// <summary>The number of the next version; numbers are never used again.</summary>
    public required int Next { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    [JsonIgnore]
    public string Arn => $"arn:{Core.Identity.Arn.DefaultPartition}:iam::{Account}:policy{Path}{Name}";

    [JsonIgnore]
    public string Document => Versions[Default].Document;

    /// <summary>AWS's name of a version: <c>v1</c>.</summary>
    public static string NameOf(int version) => string.Create(CultureInfo.InvariantCulture, $"v{version}");

    /// <summary>The number in AWS's name of a version; -1 where it is none.</summary>
    public static int NumberOf(string name) =>
        name.StartsWith('v') && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}

/// <summary>One version of a managed policy.</summary>
internal sealed record IamPolicyVersion(string Document, DateTimeOffset Created);
