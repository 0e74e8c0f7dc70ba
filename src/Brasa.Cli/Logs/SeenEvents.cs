namespace Brasa.Cli.Logs;

/// <summary>
/// Remembers the newest lines that were taken, so that what two ways bring, a fetch and a session, or two fetches, is taken once. Lines of a
/// session have no id: equal ones are told apart by their number.
/// </summary>
/// <param name="start">The time from which on lines are wanted, in milliseconds since 1970.</param>
internal sealed class SeenEvents(long start)
{
    /// <summary>How far behind the newest a line may be stamped and still be looked for, in milliseconds.</summary>
    private const long Window = 30_000;

    /// <summary>The most lines that are remembered.</summary>
    private const int MostRemembered = 100_000;

    private readonly Dictionary<(long, string, string), int> taken = [];
    private readonly PriorityQueue<LogEvent, long> oldest = new();

    /// <summary>Lines that a fetch has brought and a session may still bring.</summary>
    private readonly Dictionary<(long, string, string), int> expected = [];

    private Dictionary<(long, string, string), int> unfetched = [];
    private long newest;
    private bool isFetching;

    /// <summary>Where a fetch has to begin to bring what is not taken yet: whatever was taken and is stamped later is remembered.</summary>
    public long Floor { get; private set; } = start;

    /// <summary>A fetch begins, from <see cref="Floor"/>; until its end that stays, as the fetch may have to be made again.</summary>
    public void BeginFetch()
    {
        unfetched = new(taken);
        isFetching = true;
    }

    /// <summary>The fetch has brought all.</summary>
    public void EndFetch()
    {
        isFetching = false;
        Forget();
    }

    /// <summary>Whether a line that a fetch has brought is new.</summary>
    public bool TakeFetched(LogEvent line)
    {
        if (TryTake(unfetched, KeyOf(line))) return false;
        Remember(line, isExpected: true);
        return true;
    }

    /// <summary>Whether a line that a session has brought is new.</summary>
    public bool TakeLive(LogEvent line)
    {
        if (TryTake(expected, KeyOf(line))) return false;
        Remember(line, isExpected: false);
        return true;
    }

    private void Remember(LogEvent line, bool isExpected)
    {
        newest = Math.Max(newest, line.IngestionTime);
        if (line.Timestamp >= Floor)
        {
            Add(taken, KeyOf(line));
            if (isExpected) Add(expected, KeyOf(line));
            oldest.Enqueue(line, line.Timestamp);
        }

        Forget();
    }

    private void Forget()
    {
        if (!isFetching) Floor = Math.Max(Floor, newest - Window);
        while (oldest.TryPeek(out var old, out var stamp) && (stamp < Floor || oldest.Count > MostRemembered))
        {
            oldest.Dequeue();
            Floor = Math.Max(Floor, stamp + 1);
            TryTake(taken, KeyOf(old));
            TryTake(expected, KeyOf(old));
        }
    }

    private static (long, string, string) KeyOf(LogEvent line) => (line.Timestamp, line.LogStreamName, line.Message);

    private static void Add(Dictionary<(long, string, string), int> counts, (long, string, string) key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static bool TryTake(Dictionary<(long, string, string), int> counts, (long, string, string) key)
    {
        if (!counts.TryGetValue(key, out var count)) return false;
        if (count == 1) counts.Remove(key);
        else counts[key] = count - 1;
        return true;
    }
}
