using Brasa.Core.Logs;

namespace Brasa.Services.Logs.Groups;

/// <summary>Removes events that are older than their group keeps them.</summary>
internal sealed class Retention : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <remarks>CloudWatch Logs API reference, PutRetentionPolicy, <c>retentionInDays</c>.</remarks>
    private static readonly int[] Days = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    private readonly LogGroups groups;
    private readonly ILogStore store;
    private readonly TimeProvider clock;
    private readonly ITimer timer;

    public Retention(LogGroups groups, ILogStore store, TimeProvider clock)
    {
        (this.groups, this.store, this.clock) = (groups, store, clock);
        timer = clock.CreateTimer(_ => Expire(), null, Interval, Interval);
    }

    /// <exception cref="Brasa.Contracts.Logs.InvalidParameterException">AWS has no such retention.</exception>
    public static void Check(int days)
    {
        if (!Days.Contains(days))
            throw LogErrors.Invalid($"1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Days)}]");
    }

    /// <summary>Removes what a group keeps no more.</summary>
    public void Expire(LogGroupKey key, StoredGroup group)
    {
        if (group.RetentionDays is not null) store.Expire(key, group.OldestKept(clock.GetUtcNow()));
    }

    public void Dispose() => timer.Dispose();

    private void Expire()
    {
        foreach (var (key, group) in groups.All) Expire(key, group);
    }
}
