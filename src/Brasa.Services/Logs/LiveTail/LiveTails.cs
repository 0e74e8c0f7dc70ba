using System.Collections.Concurrent;
using Brasa.Core.Logs;

namespace Brasa.Services.Logs.LiveTail;

/// <summary>The sessions that follow log groups: each is told of what is stored in its own.</summary>
internal sealed class LiveTails : IDisposable
{
    /// <summary>Sessions of an account in a region.</summary>
    /// <remarks>CloudWatch Logs User Guide, "CloudWatch Logs quotas".</remarks>
    public const int Most = 15;

    private readonly ConcurrentDictionary<LiveTailSession, bool> sessions = new();
    private readonly CancellationTokenSource ending = new();
    private readonly Lock adding = new();
    private readonly ILogStore store;

    public LiveTails(ILogStore store)
    {
        this.store = store;
        Ending = ending.Token;
        store.Stored += Offer;
    }

    /// <summary>Cancelled when the server ends, and all sessions with it.</summary>
    public CancellationToken Ending { get; }

    public int CountOf(string account, string region) => sessions.Keys.Count(session => (session.Account, session.Region) == (account, region));

    /// <summary>Adds a session, unless its account has as many as it may.</summary>
    public bool TryAdd(LiveTailSession session)
    {
        lock (adding) return CountOf(session.Account, session.Region) < Most && sessions.TryAdd(session, true);
    }

    public void Remove(LiveTailSession session) => sessions.TryRemove(session, out _);

    /// <summary>Ends all sessions, as if they had lasted as long as they may.</summary>
    public void End() => ending.Cancel();

    public void Dispose()
    {
        store.Stored -= Offer;
        ending.Dispose();
    }

    private void Offer(LogGroupKey group, IReadOnlyList<LogEvent> events)
    {
        StoredBatch? batch = null;
        foreach (var session in sessions.Keys)
        {
            if (session.Follows(group)) session.Offer(batch ??= new StoredBatch(group, events));
        }
    }
}
