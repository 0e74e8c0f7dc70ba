using Brasa.Cli.Aws;

namespace Brasa.Cli.Logs;

/// <summary>Which lines are asked for.</summary>
/// <param name="Start">From when on, in milliseconds since 1970.</param>
/// <param name="Pattern">The filter pattern; <c>null</c> for all.</param>
/// <param name="Most">How many of the newest there are at first at most.</param>
internal sealed record LogQuery(long Start, string? Pattern, int Most);

/// <summary>Reads a log group: what there is, and then what comes, every line once.</summary>
/// <param name="logs">The server.</param>
/// <param name="group">The log group.</param>
/// <param name="query">Which lines.</param>
/// <param name="print">Prints lines, in the order they are to stand in.</param>
/// <param name="note">Tells what goes wrong in between.</param>
/// <param name="clock">Tells how long to wait.</param>
internal sealed class LogReader(LogsClient logs, LogGroup group, LogQuery query, Action<IEnumerable<LogEvent>> print, Action<string> note, TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly SeenEvents seen = new(query.Start);

    /// <summary>Prints what there is.</summary>
    /// <returns>How many lines that were.</returns>
    /// <exception cref="CliException">The server does not answer, or refused.</exception>
    public async Task<int> ReadAsync(CancellationToken ct)
    {
        var newest = new Queue<LogEvent>();
        var count = 0;
        seen.BeginFetch();
        await foreach (var page in logs.FilterAsync(group, seen.Floor, query.Pattern, ct))
        {
            count += page.Count;
            if (query.Most == int.MaxValue)
            {
                print(page.Where(seen.TakeFetched));
                continue;
            }

            foreach (var line in page.Where(seen.TakeFetched)) newest.Enqueue(line);
            while (newest.Count > query.Most) newest.Dequeue();
        }

        seen.EndFetch();
        print(newest);
        return count;
    }

    /// <summary>Prints what comes, until it is cancelled; begins anew where the server goes away.</summary>
    /// <exception cref="CliException">The server does not answer at first, or refused.</exception>
    public async Task FollowAsync(CancellationToken ct)
    {
        var (hasBegun, isLost, pause) = (false, false, FirstPause);
        while (true)
        {
            try
            {
                // What came while there was no session may be much: fetched before, it is not in the way of what comes now.
                if (hasBegun) await CatchUpAsync(ct);
                using var tail = await logs.OpenTailAsync(group, query.Pattern, ct);
                await CatchUpAsync(ct);
                if (isLost) note("The server answers again.");
                (hasBegun, isLost, pause) = (true, false, FirstPause);
                await PrintAsync(tail, ct);
            }
            catch (Exception e) when (hasBegun && e is UnreachedException or TailBrokenException or RefusedException { Refusal.MayPass: true })
            {
                if (!isLost) note($"Lost: {e.Message.TrimEnd('.')}. Trying again …");
                isLost = true;
            }

            await Task.Delay(pause, clock, ct);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task PrintAsync(LiveTail tail, CancellationToken ct)
    {
        var wasSampled = false;
        await foreach (var update in tail.ReadUpdatesAsync(ct))
        {
            // Once more after the last of them: what was left out then may not have been stored yet.
            if (update.IsSampled || wasSampled) await CatchUpAsync(ct);
            wasSampled = update.IsSampled;
            print(update.Events.Where(seen.TakeLive));
        }
    }

    /// <summary>Prints what no session has brought.</summary>
    private async Task CatchUpAsync(CancellationToken ct)
    {
        seen.BeginFetch();
        await foreach (var page in logs.FilterAsync(group, seen.Floor, query.Pattern, ct)) print(page.Where(seen.TakeFetched));
        seen.EndFetch();
    }
}
