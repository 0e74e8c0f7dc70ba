using System.Collections.Immutable;
using Brasa.Contracts.Sts;
using Brasa.Core.Errors;
using Brasa.Core.Identity;

namespace Brasa.Services.Sts;

/// <summary>What a session is begun with beside its policies, the caller's own session's transitive tags and source identity included.</summary>
/// <param name="Tags">All its tags.</param>
/// <param name="TransitiveTagKeys">The keys of those that go on to sessions begun from it.</param>
/// <param name="SourceIdentity">Who is behind it.</param>
/// <remarks>IAM user guide, "Pass session tags in AWS STS" and "Monitor and control actions taken with assumed roles".</remarks>
internal sealed record SessionAttributes(ImmutableDictionary<string, string> Tags, IReadOnlyList<string> TransitiveTagKeys, string? SourceIdentity)
{
    /// <summary>Reads what a request asks for, and adds what conditions may ask of that.</summary>
    /// <exception cref="AwsException">It contradicts itself, or what the caller's own session has.</exception>
    public static SessionAttributes Read(AssumeRoleRequest request, Principal caller, Dictionary<string, string[]> conditions)
    {
        var before = caller as SessionPrincipal;
        var tags = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        if (before is not null) tags.AddRange(before.Tags.Where(tag => before.TransitiveTagKeys.Contains(tag.Key, StringComparer.OrdinalIgnoreCase)));
        foreach (var tag in request.Tags ?? [])
        {
            if (tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw AwsException.Validation("System tags cannot be provided by the requester");
            if (!tags.TryAdd(tag.Key, tag.Value)) throw AwsException.Validation($"The session tag {tag.Key} is given twice, or goes on from the session that asks.");
            conditions[$"aws:RequestTag/{tag.Key}"] = [tag.Value];
        }

        var transitive = request.TransitiveTagKeys ?? [];
        if (transitive.FirstOrDefault(key => !tags.ContainsKey(key)) is { } missing) throw AwsException.Validation($"The specified transitive tag key {missing} must be included in the requested tags.");
        if (request.Tags is { Count: > 0 } given) conditions["aws:TagKeys"] = [.. given.Select(tag => tag.Key)];
        if (transitive.Count > 0) conditions["sts:TransitiveTagKeys"] = [.. transitive];

        if (before?.SourceIdentity is { } kept && request.SourceIdentity is { } other && other != kept) throw AwsException.AccessDenied("The source identity of a session cannot be changed by sessions begun from it.");
        var source = before?.SourceIdentity ?? request.SourceIdentity;
        if (source is not null) conditions["sts:SourceIdentity"] = [source];
        return new SessionAttributes(tags.ToImmutable(), [.. (before?.TransitiveTagKeys ?? []).Union(transitive, StringComparer.OrdinalIgnoreCase)], source);
    }
}
