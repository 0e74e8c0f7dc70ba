using System.Collections.Immutable;
using System.Text;
using Brasa.Contracts.Iam;
using Brasa.Services.Iam.Policies;

namespace Brasa.Services.Iam.Identities;

/// <summary>What IAM allows of one kind of identity, and how it says no.</summary>
/// <param name="Noun">Its name in messages, as <c>Role</c>.</param>
/// <param name="MostOfAccount">How many an account may have.</param>
/// <param name="MostInlineBytes">Characters of all its inline policies together, white space not counted.</param>
/// <remarks>IAM user guide, "IAM and AWS STS quotas".</remarks>
internal sealed record IdentityRules(string Noun, int MostOfAccount, int MostInlineBytes)
{
    public const int MostAttached = 10;
    public const int MostTags = 50;

    public static ImmutableSortedDictionary<string, string> NoTags { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    public static IdentityRules Users { get; } = new("User", 5_000, 2_048);

    public static IdentityRules Roles { get; } = new("Role", 1_000, PolicyDocument.MaxRoleInlineCharacters);

    public static IdentityRules Groups { get; } = new("Group", 300, 5_120);

    private string Plural => $"{Noun}s";

    public NoSuchEntityException NotFound(string name) => new($"The {Noun.ToLowerInvariant()} with name {name} cannot be found.");

    public NoSuchEntityException NoInline(string policy) => new($"The {Noun.ToLowerInvariant()} policy with name {policy} cannot be found.");

    public EntityAlreadyExistsException AlreadyExists(string name) => new($"{Noun} with name {name} already exists.");

    public LimitExceededException TooMany() => new($"Cannot exceed quota for {Plural}PerAccount: {MostOfAccount}");

    public LimitExceededException TooManyAttached() => new($"Cannot exceed quota for PoliciesPer{Noun}: {MostAttached}");

    /// <exception cref="LimitExceededException">The inline policies are too long together.</exception>
    public void RequireInlineSize(string name, IEnumerable<string> documents)
    {
        if (documents.Sum(document => document.Count(c => !char.IsWhiteSpace(c))) > MostInlineBytes)
            throw new LimitExceededException($"Maximum policy size of {MostInlineBytes} bytes exceeded for {Noun.ToLowerInvariant()} {name}");
    }

    public static LimitExceededException TooManyTags() => new($"The number of tags has reached the maximum limit of {MostTags}.");

    /// <summary>Tags with those of a request in front of them.</summary>
    /// <exception cref="LimitExceededException">There would be too many.</exception>
    public static ImmutableSortedDictionary<string, string> WithTags(ImmutableSortedDictionary<string, string> tags, IReadOnlyList<Tag>? added)
    {
        var all = tags.ToBuilder();
        foreach (var tag in added ?? []) all[tag.Key] = tag.Value;
        return all.Count <= MostTags ? all.ToImmutable() : throw TooManyTags();
    }
}
