using Brasa.Core.Metering;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Metering;
using Brasa.Lambda.Tests.Fakes;
using Brasa.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Brasa.Lambda.Tests.Metering;

/// <summary>A test with a journal and a usage store of its own.</summary>
public abstract class JournalTest : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("brasa-metering-");
    private protected readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 0, 0, 30, TimeSpan.Zero));
    private protected readonly JumpingClock jumping;
    private protected readonly LogCollector said = new();
    private MeteringJournal? journal;

    private protected JournalTest()
    {
        jumping = new JumpingClock(clock);
        Store = new SqliteUsageStore(Path.Combine(directory.FullName, "usage.db"));
    }

    private protected DateTimeOffset Now => jumping.GetUtcNow();

    private protected SqliteUsageStore Store { get; private set; }

    private protected string Segments => Path.Combine(directory.FullName, "metering");

    private protected MeteringJournal Journal => journal ??= Open();

    public void Dispose()
    {
        journal?.Dispose();
        Store.Dispose();
        directory.Delete(recursive: true);
    }

    private protected MeteringJournal Open()
    {
        var opened = new MeteringJournal(Segments, Store, jumping, said);
        opened.Begin();
        return opened;
    }

    /// <summary>Ends the journal without summing anything up, and opens it again.</summary>
    private protected void Reopen()
    {
        Journal.Dispose();
        journal = Open();
    }

    private protected EnvironmentMeter Meter(FunctionVersion? function = null, bool isProvisioned = false, string stream = "stream") =>
        new(Journal, function ?? Sample.Function(), isProvisioned, stream, jumping);

    /// <summary>Meters an invocation from its answer to its end, and tells its REPORT line.</summary>
    private protected static InvocationReport Run(EnvironmentMeter meter, double milliseconds = 1, double? init = null, PendingInvocation? invocation = null, FunctionVersion? function = null)
    {
        invocation ??= Event();
        TimeSpan? loading = init is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
        meter.Answered(invocation, TimeSpan.FromMilliseconds(milliseconds), loading, Sample.Answer());
        var report = new InvocationReport
        {
            RequestId = invocation.RequestId,
            Duration = TimeSpan.FromMilliseconds(milliseconds),
            InitDuration = loading,
            MemoryMiB = (function ?? Sample.Function()).MemoryMiB,
            PeakMemoryBytes = 1 << 20,
        };
        meter.Finished(invocation, report);
        return report;
    }

    private protected static PendingInvocation Event(IReadOnlyDictionary<string, string>? tags = null)
    {
        var invocation = Sample.Event(Guid.NewGuid().ToString());
        invocation.Tags = tags;
        return invocation;
    }

    /// <summary>Sums up all that is over.</summary>
    private protected void SumUp()
    {
        if (Journal.Current is { } current) Journal.Advance(current);
        Journal.Tick();
        Journal.Tick();
    }

    private protected UsageSums Total() => Journal.Read(0, long.MaxValue, null).Aggregate(default(UsageSums), (sum, row) => sum + row.Sums);

    private protected UsageSums Stored() => Store.Read(0, long.MaxValue, null).Aggregate(default(UsageSums), (sum, row) => sum + row.Sums);

    /// <summary>Keeps what is said.</summary>
    private protected sealed class LogCollector : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
