using Brasa.Contracts.Lambda;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Versions;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Functions;

/// <summary>Takes a function from one state to the next: what updates must find, and what follows them in the background.</summary>
internal sealed class FunctionUpdates(FunctionStore functions, EnvironmentPools pools, CodeStore code, CodeCompiler compiler, TimeProvider clock, ILogger<FunctionUpdates> log)
{
    /// <summary>Changes a function; its environments of before take no new event, and its old code goes when they have ended.</summary>
    /// <param name="reference">The function.</param>
    /// <param name="revisionId">The revision the caller knows, or <c>null</c>.</param>
    /// <param name="bringsCode">Whether the change brings a package that the caller has added to the code store for it.</param>
    /// <param name="publishes">Whether what comes of it is published at once.</param>
    /// <param name="change">What is to change; may be asked more than once.</param>
    /// <param name="ct">Ends the wait for the disk.</param>
    /// <returns>What has been published, else <c>$LATEST</c>.</returns>
    /// <exception cref="ResourceNotFoundException">There is no such function.</exception>
    /// <exception cref="PreconditionFailedException">The function has another revision.</exception>
    /// <exception cref="Contracts.Lambda.ResourceConflictException">Another update is on its way.</exception>
    public async Task<FunctionVersion> ApplyAsync(
        FunctionReference reference, string? revisionId, bool bringsCode, bool publishes, Func<FunctionVersion, FunctionVersion> change, CancellationToken ct)
    {
        FunctionVersion? before = null, published = null;

        // Each generation and each version is a user of its package, for as long as it has environments.
        using var holds = new CodeHolds(code);
        var updated = await functions.UpdateAsync(reference, function =>
        {
            holds.Dispose();
            published = null;
            before = function.Latest;
            RequireRevision(before.RevisionId, revisionId);
            RequireSettled(before);
            var now = clock.GetUtcNow();
            var changed = function with
            {
                Latest = change(before) with
                {
                    Generation = NextGeneration(now, before),
                    RevisionId = Guid.NewGuid().ToString(),
                    LastModified = now,
                    LastUpdateStatus = UpdateStatus.InProgress,
                },
            };
            if (!bringsCode) holds.Add(changed.Latest.Code);
            if (!publishes) return changed;

            var result = Publishing.Publish(changed, null, now, out published);
            if (result != changed) holds.Add(published.Code);
            return result;
        }, ct);
        holds.Keep();
        _ = SettleAsync(updated.Latest, before);
        return published ?? updated.Latest;
    }

    /// <summary>Freezes <c>$LATEST</c> into a version, or finds the one that it was frozen into last and has not changed since.</summary>
    /// <param name="reference">The function.</param>
    /// <param name="check">What <c>$LATEST</c> must satisfy.</param>
    /// <param name="description">The version's own description, or <c>null</c>.</param>
    /// <param name="ct">Ends the wait for the disk.</param>
    /// <exception cref="ResourceNotFoundException">There is no such function.</exception>
    /// <exception cref="Contracts.Lambda.ResourceConflictException">An update is on its way.</exception>
    public async Task<FunctionVersion> PublishAsync(FunctionReference reference, Action<FunctionVersion> check, string? description, CancellationToken ct)
    {
        FunctionVersion published = null!;
        using var holds = new CodeHolds(code);
        await functions.UpdateAsync(reference, function =>
        {
            holds.Dispose();
            check(function.Latest);
            RequireSettled(function.Latest);
            var changed = Publishing.Publish(function, description, clock.GetUtcNow(), out published);
            if (changed == function) return function;

            functions.RequireCodeStorage(function.Key, published.CodeSize);
            holds.Add(published.Code);
            return changed;
        }, ct);
        holds.Keep();
        return published;
    }

    /// <exception cref="PreconditionFailedException">The resource has another revision.</exception>
    public static void RequireRevision(string present, string? revisionId)
    {
        if (!string.IsNullOrEmpty(revisionId) && revisionId != present)
            throw new PreconditionFailedException("The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
    }

    /// <summary>A generation for a change made now, greater than all before.</summary>
    public static long NextGeneration(DateTimeOffset now, FunctionVersion? before) => Math.Max(now.UtcTicks, (before?.Generation ?? 0) + 1);

    /// <summary>Marks a function as ready, whether just created, updated or found half-way at start.</summary>
    public async Task SettleAsync(FunctionVersion function, FunctionVersion? before)
    {
        try
        {
            await compiler.CompileAsync(function);
            var reference = new FunctionReference(function.Key, null);
            await functions.UpdateAsync(reference,
                now => now.Latest.Generation == function.Generation
                    ? now with { Latest = now.Latest with { State = FunctionState.Active, LastUpdateStatus = UpdateStatus.Successful } }
                    : now,
                CancellationToken.None);
            if (before is null) return;

            await EndGenerationAsync(before);
        }
        catch (ResourceNotFoundException)
        {
            // Deleted meanwhile, with this generation; the one before is nobody else's.
            if (before is not null) await DiscardAsync(before);
        }
        catch (Exception failure)
        {
            log.SettlingFailed(failure, function.Arn);
        }
    }

    /// <summary>A version is deleted: what it used goes when its last invocation has ended.</summary>
    public async Task DiscardAsync(FunctionVersion function)
    {
        try
        {
            await EndGenerationAsync(function);
        }
        catch (Exception failure)
        {
            log.SettlingFailed(failure, function.Arn);
        }
    }

    private async Task EndGenerationAsync(FunctionVersion function)
    {
        await pools.RetireAsync(function);
        code.Release(function.Code);
    }

    private static void RequireSettled(FunctionVersion function)
    {
        if (function.State == FunctionState.Pending)
            throw new Contracts.Lambda.ResourceConflictException($"The operation cannot be performed at this time. The function is currently in the following state: Pending");
        if (function.LastUpdateStatus == UpdateStatus.InProgress)
            throw new Contracts.Lambda.ResourceConflictException($"The operation cannot be performed at this time. An update is in progress for resource: {function.Key.Arn}");
    }
}

internal static partial class FunctionUpdatesLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "{Arn} was changed, but what follows a change failed; it is tried again at the next start")]
    public static partial void SettlingFailed(this ILogger log, Exception failure, string arn);
}
