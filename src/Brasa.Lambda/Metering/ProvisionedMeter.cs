using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Metering;

/// <summary>
/// Writes to the journal for how long environments of provisioned concurrency are kept ready: in blocks of five minutes, each when it begins. A block that has begun is paid for, and
/// serves whichever environment of its version is ready meanwhile.
/// </summary>
/// <remarks>AWS Lambda pricing, "Provisioned Concurrency Pricing": from when it is enabled until it is disabled, rounded up to the nearest five minutes.</remarks>
internal sealed class ProvisionedMeter : IDisposable
{
    /// <summary>For how long is paid at once.</summary>
    public static readonly TimeSpan Block = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(VersionKey, long Generation), Paid> versions = [];
    private readonly Func<IEnumerable<(FunctionVersion Function, int Ready)>> ready;
    private readonly Func<FunctionKey, IReadOnlyDictionary<string, string>?> tagsOf;
    private readonly MeteringJournal journal;
    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private bool disposed;

    /// <param name="ready">The versions that environments are kept ready of, and how many are.</param>
    /// <param name="tagsOf">A function's tags.</param>
    /// <param name="journal">Where it is written.</param>
    /// <param name="clock">Time.</param>
    public ProvisionedMeter(
        Func<IEnumerable<(FunctionVersion Function, int Ready)>> ready, Func<FunctionKey, IReadOnlyDictionary<string, string>?> tagsOf, MeteringJournal journal, TimeProvider clock)
    {
        this.ready = ready;
        this.tagsOf = tagsOf;
        this.journal = journal;
        this.clock = clock;
        timer = clock.CreateTimer(_ => Meter(), null, Interval, Interval);
    }

    public void Dispose()
    {
        timer.Dispose();
        lock (gate) disposed = true;
    }

    private void Meter()
    {
        lock (gate)
        {
            if (disposed) return;
            var now = clock.GetTimestamp();
            foreach (var (function, count) in ready())
            {
                var key = (function.Id, function.Generation);
                if (!versions.TryGetValue(key, out var paid)) versions[key] = paid = new Paid(new MeterSource(journal, function, isProvisioned: true, logStream: ""), []);
                Pay(paid, count, tagsOf(function.Key), now);
            }

            foreach (var (key, paid) in versions)
            {
                if (paid.Ends.TrueForAll(end => end <= now)) versions.Remove(key);
            }
        }
    }

    private void Pay(Paid paid, int count, IReadOnlyDictionary<string, string>? tags, long now)
    {
        var over = paid.Ends.Where(end => end <= now).ToList();
        var missing = count - (paid.Ends.Count - over.Count);
        if (missing <= 0 || paid.Source.Claim(tags) is not { } slot) return;

        new KeptTime(slot.Definition, clock.GetUtcNow().ToUnixTimeMilliseconds(), missing * (long)Block.TotalMilliseconds).WriteTo(slot.Bytes[..SlotLayout.HalfBytes]);
        slot.Segment.Release();
        var length = (long)(Block.TotalSeconds * clock.TimestampFrequency);
        paid.Ends.RemoveAll(end => end <= now);

        // A block follows the one before it without a gap, however late this looks.
        for (var i = 0; i < missing; i++) paid.Ends.Add(i < over.Count && over[i] + length > now ? over[i] + length : now + length);
    }

    /// <param name="Source">What is written of the version.</param>
    /// <param name="Ends">When each block that was paid for ends, in clock ticks.</param>
    private sealed record Paid(MeterSource Source, List<long> Ends);
}
