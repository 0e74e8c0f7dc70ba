using Brasa.Lambda.Runtimes;
using Brasa.Sandbox;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Environments;

/// <summary>Makes the sandboxes of <see cref="WarmPool"/>.</summary>
internal interface IWarmLauncher
{
    /// <summary>Whether environments are being started from nothing at this moment; what is kept in stock then waits.</summary>
    bool IsBusy { get; }

    /// <summary>One that has booted.</summary>
    Task<WarmSandbox> BootAsync(Interpreter interpreter, CancellationToken ct);
}

/// <summary>
/// Sandboxes kept in stock for each runtime that functions use, booted and not yet anybody's: a cold start takes one and loads its function there. How
/// many follows what was started lately, within a share of the machine's memory; they are made when nothing else is to be done.
/// </summary>
internal sealed class WarmPool : IAsyncDisposable
{
    /// <summary>How long an interpreter may take to boot.</summary>
    public static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(10);

    /// <summary>Kept of a runtime that functions use, however seldom.</summary>
    private const int Least = 2;
    private const int Most = 128;

    /// <summary>All stock together takes at most a tenth of the machine's memory.</summary>
    private const int ShareOfMemory = 10;
    private const long LeastBytesEach = 8L << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>After a claim: the function that loads in it goes first.</summary>
    private static readonly TimeSpan BeforeRefill = TimeSpan.FromMilliseconds(50);

    /// <summary>After a boot that failed, and after stock had to go because memory was short.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Dictionary<Interpreter, Shelf> shelves;
    private readonly IWarmLauncher launcher;
    private readonly Func<string, bool> isUsed;
    private readonly Func<HostMemory> readMemory;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly CancellationTokenSource ending = new();
    private readonly ITimer timer;
    private Task filling = Task.CompletedTask;

    public WarmPool(
        IReadOnlyList<Interpreter> interpreters, IWarmLauncher launcher, Func<string, bool> isUsed, Func<HostMemory> readMemory, TimeProvider clock, ILogger log)
    {
        shelves = interpreters.ToDictionary(interpreter => interpreter, _ => new Shelf(new RecentDemand(clock)));
        this.launcher = launcher;
        this.isUsed = isUsed;
        this.readMemory = readMemory;
        this.clock = clock;
        this.log = log;
        timer = clock.CreateTimer(_ => Fill(), null, Interval, Interval);
    }

    /// <summary>Completes when what was begun last to fill the stock has been done.</summary>
    public Task Filling
    {
        get
        {
            lock (gate) return filling;
        }
    }

    /// <summary>An environment of this runtime is being started.</summary>
    public void Note(Interpreter interpreter) => shelves[interpreter].Demand.Note();

    /// <summary>Takes one out of stock, the newest; <c>null</c> where there is none. It is the caller's from here on.</summary>
    public WarmSandbox? TryTake(Interpreter interpreter)
    {
        lock (gate)
        {
            var stock = shelves[interpreter].Stock;
            while (stock.Count > 0)
            {
                var newest = stock[^1];
                stock.RemoveAt(stock.Count - 1);
                if (newest.Runtime.Exit is null)
                {
                    timer.Change(BeforeRefill, Interval);
                    return newest;
                }

                _ = DisposeAsync(newest);
            }

            return null;
        }
    }

    /// <summary>Whether anything is in stock.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate) return shelves.Values.All(shelf => shelf.Stock.Count == 0);
        }
    }

    /// <summary>What is in stock.</summary>
    public IReadOnlyList<WarmSandbox> List()
    {
        lock (gate) return [.. shelves.Values.SelectMany(shelf => shelf.Stock)];
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        await ending.CancelAsync();
        await Filling;
        WarmSandbox[] rest;
        lock (gate)
        {
            rest = [.. shelves.Values.SelectMany(shelf => shelf.Stock)];
            foreach (var shelf in shelves.Values) shelf.Stock.Clear();
        }

        await Task.WhenAll(rest.Select(DisposeAsync));
    }

    private void Fill()
    {
        lock (gate)
        {
            if (ending.IsCancellationRequested || !filling.IsCompleted) return;
            filling = Task.Run(FillAsync);
        }
    }

    /// <summary>Brings every shelf to what it is to hold. One at a time: a boot takes a processor for tens of milliseconds.</summary>
    private async Task FillAsync()
    {
        foreach (var (interpreter, shelf) in shelves)
        {
            try
            {
                await FillAsync(interpreter, shelf);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever the machine lacks now: environments start without stock, and say why where they cannot.
                log.FillFailed(failure, interpreter.Runtime.Identifier);
                PauseFilling(shelf);
            }
        }
    }

    private async Task FillAsync(Interpreter interpreter, Shelf shelf)
    {
        var memory = readMemory();
        if (memory.MissingBytes > 0 && Count(shelf) > 0) PauseFilling(shelf);
        var wanted = memory.MissingBytes <= 0 && isUsed(interpreter.Runtime.Identifier)
            ? Math.Min(Math.Clamp(shelf.Demand.Peak(), Least, Most), (int)(memory.TotalBytes / ShareOfMemory / CountUsed() / shelf.BytesEach))
            : 0;
        await ShrinkAsync(shelf, wanted);

        // What is idle must not have to go for what is kept in stock.
        while (Count(shelf) < wanted && !launcher.IsBusy && clock.GetTimestamp() >= shelf.NotBefore && readMemory().MissingBytes + (2 * shelf.BytesEach) <= 0)
            await AddAsync(interpreter, shelf);
    }

    private int CountUsed() => Math.Max(1, shelves.Keys.Count(interpreter => isUsed(interpreter.Runtime.Identifier)));

    private void PauseFilling(Shelf shelf) => shelf.NotBefore = clock.GetTimestamp() + (long)(Rest.TotalSeconds * clock.TimestampFrequency);

    private async Task AddAsync(Interpreter interpreter, Shelf shelf)
    {
        var warm = await launcher.BootAsync(interpreter, ending.Token);
        lock (gate) shelf.Stock.Add(warm);
        warm.ReadySince = clock.GetTimestamp();
        shelf.BytesEach = Math.Max(LeastBytesEach, warm.Runtime.ReadMemory());
    }

    /// <summary>The oldest go first, and those that have ended by themselves.</summary>
    private async Task ShrinkAsync(Shelf shelf, int wanted)
    {
        List<WarmSandbox> gone = [];
        lock (gate)
        {
            gone.AddRange(shelf.Stock.Where(warm => warm.Runtime.Exit is not null));
            shelf.Stock.RemoveAll(gone.Contains);
            while (shelf.Stock.Count > wanted)
            {
                gone.Add(shelf.Stock[0]);
                shelf.Stock.RemoveAt(0);
            }
        }

        foreach (var warm in gone) await DisposeAsync(warm);
    }

    private int Count(Shelf shelf)
    {
        lock (gate) return shelf.Stock.Count;
    }

    private async Task DisposeAsync(WarmSandbox warm)
    {
        try
        {
            await warm.DisposeAsync();
        }
        catch (Exception failure)
        {
            log.FillFailed(failure, warm.Interpreter.Runtime.Identifier);
        }
    }

    private sealed class Shelf(RecentDemand demand)
    {
        /// <summary>Oldest first.</summary>
        public List<WarmSandbox> Stock { get; } = [];

        public RecentDemand Demand { get; } = demand;

        public long BytesEach { get; set; } = LeastBytesEach;

        /// <summary>In clock ticks.</summary>
        public long NotBefore { get; set; }
    }
}

internal static partial class WarmPoolLog
{
    [LoggerMessage(EventId = 2202, Level = LogLevel.Warning, Message = "Sandboxes of {Runtime} could not be kept in stock")]
    public static partial void FillFailed(this ILogger log, Exception failure, string runtime);
}
