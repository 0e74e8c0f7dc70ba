using System.Collections.Immutable;
using Brasa.Contracts.Iam;
using Brasa.Core.Operations;
using Brasa.Services.Iam.ManagedPolicies;

namespace Brasa.Services.Iam.Identities;

/// <summary>Identities and policies as IAM's API describes them.</summary>
internal static class Descriptions
{
    private const int DefaultPage = 100;

    /// <summary>Names by letter; those that differ in case alone one after the other.</summary>
    private static readonly Comparer<string> Order = Comparer<string>.Create(static (left, right) =>
        string.Compare(left, right, StringComparison.OrdinalIgnoreCase) is var order and not 0 ? order : string.CompareOrdinal(left, right));

    public static Role Describe(this IamRole role) => new()
    {
        RoleName = role.Name, Path = role.Path, RoleId = role.Id, Arn = role.Arn, CreateDate = role.Created,
        AssumeRolePolicyDocument = Encode(role.TrustPolicy), Description = role.Description, MaxSessionDuration = role.MaxSessionSeconds,
        PermissionsBoundary = DescribeBoundary(role.Boundary), Tags = role.Tags.Count == 0 ? null : Describe(role.Tags), RoleLastUsed = new RoleLastUsed(),
    };

    public static User Describe(this IamUser user) => new()
    {
        UserName = user.Name, Path = user.Path, UserId = user.Id, Arn = user.Arn, CreateDate = user.Created,
        PermissionsBoundary = DescribeBoundary(user.Boundary), Tags = user.Tags.Count == 0 ? null : Describe(user.Tags),
    };

    public static Group Describe(this IamGroup group) => new() { GroupName = group.Name, Path = group.Path, GroupId = group.Id, Arn = group.Arn, CreateDate = group.Created };

    public static IReadOnlyList<Tag> Describe(ImmutableSortedDictionary<string, string> tags) => [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    /// <summary>A time as IAM keeps it: to the second.</summary>
    public static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    /// <summary>A policy document as responses carry it: percent-encoded.</summary>
    public static string Encode(string document) => Uri.EscapeDataString(document);

    /// <summary>The managed policies that are attached, by ARN, of those below a path.</summary>
    public static IEnumerable<AttachedPolicy> DescribeAttached(this Identity identity, string? pathPrefix) => identity.Attached
        .Where(arn => pathPrefix is null || arn[(arn.IndexOf(":policy/", StringComparison.Ordinal) + ":policy".Length)..].StartsWith(pathPrefix, StringComparison.Ordinal))
        .Select(arn => new AttachedPolicy { PolicyArn = arn, PolicyName = arn[(arn.LastIndexOf('/') + 1)..] });

    /// <summary>One page of a listing, by name.</summary>
    /// <exception cref="InvalidInputException">The marker is not one that was given out.</exception>
    public static (IReadOnlyList<T> Items, string? Next) Page<T>(IEnumerable<T> all, Func<T, string> nameOf, int? maxItems, string? marker) => Pages.Cut(
        after => all.OrderBy(nameOf, Order).SkipWhile(item => after is not null && Order.Compare(nameOf(item), after) <= 0),
        nameOf, maxItems ?? DefaultPage, marker, static () => new InvalidInputException("Invalid Marker: provide the Marker of an earlier response."));

    private static AttachedPermissionsBoundary? DescribeBoundary(string? arn) => arn is null ? null : new AttachedPermissionsBoundary
    {
        PermissionsBoundaryArn = arn, PermissionsBoundaryType = PermissionsBoundaryAttachmentType.PermissionsBoundaryPolicy,
    };
}
