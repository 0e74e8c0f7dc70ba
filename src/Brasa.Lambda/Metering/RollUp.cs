using System.Runtime.InteropServices;
using Brasa.Core.Metering;

namespace Brasa.Lambda.Metering;

/// <summary>Sums the journal's records up by function, account, tags and hour.</summary>
internal static class RollUp
{
    private const long MillisecondsPerHour = 3_600_000;

    /// <summary>The hour of a time in milliseconds since 1970, whatever clock told it.</summary>
    public static long HourOf(long time) => Math.DivRem(time, MillisecondsPerHour, out _);

    /// <summary>The sums, each key once.</summary>
    public static IReadOnlyCollection<UsageRow> Sum(JournalContent content)
    {
        var sums = new Dictionary<(long, long), UsageSums>();
        var definitions = new Dictionary<long, MeterDefinition>();
        void Add(MeterDefinition what, long time, UsageSums used)
        {
            definitions[what.Id] = what;
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, (what.Id, HourOf(time)), out _);
            sum += used;
        }

        foreach (var invocation in content.Invocations) Add(invocation.Definition, invocation.Final.Time, invocation.Sums);
        foreach (var (what, kept) in content.Kept) Add(what, kept.Time, new UsageSums { KeptMs = kept.Milliseconds * what.MemoryMiB });

        // Environments have definitions of their own, and most of them share a key.
        return [.. sums.GroupBy(sum => KeyOf(definitions[sum.Key.Item1], sum.Key.Item2), sum => sum.Value).Select(group => new UsageRow(group.Key, group.Aggregate(UsageSums.Add)))];
    }

    private static UsageKey KeyOf(MeterDefinition what, long hour) => new(hour, what.Account, what.Region, what.Function, what.Version, what.Architecture, what.Tags);
}
