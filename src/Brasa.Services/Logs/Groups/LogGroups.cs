using System.Collections.Concurrent;
using Brasa.Core.Identity;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Brasa.Services.Logs.Groups;

/// <summary>The log groups, and how requests name them.</summary>
internal sealed class LogGroups(Documents<StoredGroup> documents, TimeProvider clock, ILogger<LogGroups> log)
{
    /// <summary>Log groups of an account in a region. AWS has more, and can be asked for still more.</summary>
    public const int Most = 100_000;

    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromSeconds(10);

    private const string ArnKind = "log-group:", AllStreams = ":*";

    private readonly ConcurrentDictionary<LogGroupKey, Task> beginning = new();

    /// <summary>Whether a request names a log group by its ARN, rather than something else.</summary>
    public static bool IsArn(string text) => Arn.TryParse(text) is { } arn && arn.Resource.StartsWith(ArnKind, StringComparison.Ordinal);

    public static LogGroupKey KeyOf(RequestContext context, string name) => new(context.Account, context.Region, name);

    /// <summary>The name of the group that is meant, by its name or its ARN.</summary>
    /// <exception cref="Brasa.Contracts.Logs.ResourceNotFoundException">It is another account's, or of another region.</exception>
    public static string NameOf(RequestContext context, string identifier)
    {
        if (Arn.TryParse(identifier) is not { } arn) return identifier;
        if (arn.Partition != Arn.DefaultPartition || arn.Service != "logs" || !arn.Resource.StartsWith(ArnKind, StringComparison.Ordinal)) throw LogErrors.Invalid($"{identifier} is no ARN of a log group.");
        if (arn.Account != context.Account || arn.Region != context.Region) throw LogErrors.NoGroup;

        var name = arn.Resource[ArnKind.Length..];
        return name.EndsWith(AllStreams, StringComparison.Ordinal) ? name[..^AllStreams.Length] : name;
    }

    /// <summary>The name of the group that is meant by one of two members, of which exactly one is to be given.</summary>
    public static string NameOf(RequestContext context, string? name, string? identifier) => (name, identifier) switch
    {
        ({ } given, null) => given,
        (null, { } given) => NameOf(context, given),
        _ => throw LogErrors.Invalid("Exactly one of logGroupName and logGroupIdentifier must be specified."),
    };

    /// <summary>An account's groups in a region, in the ordinal order of names.</summary>
    public IEnumerable<StoredGroup> In(RequestContext context) => documents.In(context.Account, context.Region).Values;

    /// <summary>All groups of all accounts.</summary>
    public IEnumerable<(LogGroupKey Key, StoredGroup Group)> All =>
        documents.All.Select(item => (new LogGroupKey(item.Account, item.Region, item.Value.Name), item.Value));

    public StoredGroup? Find(LogGroupKey key) => documents.Find(key.Account, key.Region, key.Name);

    /// <exception cref="Brasa.Contracts.Logs.ResourceNotFoundException">There is no such group.</exception>
    public StoredGroup Get(LogGroupKey key) => Find(key) ?? throw LogErrors.NoGroup;

    /// <summary>Makes a group, or changes one; when this returns, that is on disk.</summary>
    public async Task<StoredGroup> UpdateAsync(LogGroupKey key, Func<StoredGroup, StoredGroup> change, CancellationToken ct) =>
        (await documents.UpdateAsync(key.Account, key.Region, key.Name, group => change(group ?? throw LogErrors.NoGroup), ct))!;

    /// <summary>Puts a group where there may be none yet, or takes one away.</summary>
    public Task<StoredGroup?> ReplaceAsync(LogGroupKey key, Func<StoredGroup?, int, StoredGroup?> change, CancellationToken ct) =>
        documents.UpdateAsync(key.Account, key.Region, key.Name, group => change(group, documents.In(key.Account, key.Region).Count), ct);

    /// <summary>Sees to it that there is a group, without waiting for it.</summary>
    public void Ensure(LogGroupKey key)
    {
        if (Find(key) is not null || beginning.ContainsKey(key)) return;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (beginning.TryAdd(key, begun.Task)) _ = BeginAsync(key, begun);
    }

    /// <summary>Completes when all groups have begun that are to.</summary>
    public Task SettleAsync() => Task.WhenAll(beginning.Values);

    private async Task BeginAsync(LogGroupKey key, TaskCompletionSource begun)
    {
        await Task.Yield();
        try
        {
            await ReplaceAsync(key, (group, _) => group ?? New(key.Name), CancellationToken.None);
        }
        catch (Exception failure)
        {
            // Not again with the next line: what keeps it from being made is not over by then.
            log.GroupNotBegun(failure, key.Name);
            begun.SetResult();
            await Task.Delay(BeforeNextTry, clock);
        }

        beginning.TryRemove(key, out _);
        begun.TrySetResult();
    }

    private StoredGroup New(string name) => new() { Name = name, CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds() };
}

internal static partial class LogGroupsLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "The log group {Group} of a function could not be made")]
    public static partial void GroupNotBegun(this ILogger log, Exception failure, string group);
}
