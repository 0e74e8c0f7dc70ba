using System.Collections.Immutable;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.Tags;

/// <summary>Log groups as what has tags.</summary>
internal sealed class TaggedGroups(LogGroups groups)
{
    /// <summary>The group that an ARN names.</summary>
    /// <exception cref="Brasa.Contracts.Logs.ResourceNotFoundException">It names nothing that has tags here.</exception>
    public static LogGroupKey KeyOf(RequestContext context, string arn) =>
        arn.StartsWith("arn:", StringComparison.Ordinal) ? LogGroups.KeyOf(context, LogGroups.NameOf(context, arn)) : throw LogErrors.Invalid($"{arn} is no ARN of a log group.");

    public ImmutableSortedDictionary<string, string> Get(LogGroupKey key) => groups.Get(key).Tags;

    public async Task<NoOutput> AddAsync(LogGroupKey key, IReadOnlyDictionary<string, string> tags, CancellationToken ct)
    {
        await groups.UpdateAsync(key, group => group with { Tags = LogTags.Add(group.Tags, tags) }, ct);
        return NoOutput.Value;
    }

    public async Task<NoOutput> RemoveAsync(LogGroupKey key, IReadOnlyList<string> keys, CancellationToken ct)
    {
        await groups.UpdateAsync(key, group => group with { Tags = group.Tags.RemoveRange(keys) }, ct);
        return NoOutput.Value;
    }
}
