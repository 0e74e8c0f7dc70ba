using Brasa.Core.Metering;
using Microsoft.Data.Sqlite;

namespace Brasa.Storage.Sqlite;

/// <summary>Usage of the past in one SQLite file, for one server process.</summary>
public sealed class SqliteUsageStore : IUsageStore, IDisposable
{
    private const int Columns = 16;

    private const string Sum = """
        INSERT INTO usage VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, extra = extra + excluded.extra, billed_ms = billed_ms + excluded.billed_ms,
            init_ms = init_ms + excluded.init_ms, memory_ms = memory_ms + excluded.memory_ms, active_ms = active_ms + excluded.active_ms,
            kept_ms = kept_ms + excluded.kept_ms, tmp_ms = tmp_ms + excluded.tmp_ms, streamed = streamed + excluded.streamed
        """;

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly PreparedStatement sum;
    private readonly PreparedStatement read;
    private readonly PreparedStatement done;
    private readonly PreparedStatement forget;
    private readonly PreparedStatement has;
    private readonly PreparedStatement last;
    private readonly PreparedStatement alerted;
    private readonly PreparedStatement alert;

    /// <summary>Opens the store, making the file and its directory where there are none.</summary>
    /// <param name="path">The database file.</param>
    /// <exception cref="NotSupportedException">The file was written by a newer release.</exception>
    public SqliteUsageStore(string path)
    {
        connection = SqliteSchema.Usage.OpenWriter(Path.GetFullPath(path));
        sum = new PreparedStatement(connection, Sum, Columns);
        read = new PreparedStatement(connection, "SELECT * FROM usage WHERE hour >= $0 AND hour < $1 AND ($2 = '' OR account = $2) ORDER BY hour, account, region, function, version, architecture, tags", 3);
        done = new PreparedStatement(connection, "INSERT INTO segment VALUES ($0)", 1);
        forget = new PreparedStatement(connection, "DELETE FROM segment WHERE number < $0", 1);
        has = new PreparedStatement(connection, "SELECT 1 FROM segment WHERE number = $0", 1);
        last = new PreparedStatement(connection, "SELECT COALESCE(MAX(number), 0) FROM segment");
        alerted = new PreparedStatement(connection, "SELECT 1 FROM alert WHERE budget = $0 AND month = $1 AND percent = $2", 3);
        alert = new PreparedStatement(connection, "INSERT OR IGNORE INTO alert VALUES ($0, $1, $2)", 3);
    }

    /// <inheritdoc />
    public long LastSegment
    {
        get
        {
            lock (gate) return (long)last.Scalar()!;
        }
    }

    /// <inheritdoc />
    public void Add(long segment, IReadOnlyCollection<UsageRow> rows, long oldest)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Write(() =>
        {
            using var transaction = new Transaction(connection);
            done.Execute(segment);
            forget.Execute(oldest);
            foreach (var (key, sums) in rows)
            {
                sum.Execute(
                    key.Hour, key.Account, key.Region, key.Function, key.Version, key.Architecture, key.Tags, sums.Requests, sums.ExtraRequests, sums.BilledMs,
                    sums.InitMs, sums.MemoryMs, sums.ActiveMs, sums.KeptMs, sums.TmpMs, sums.StreamedBytes);
            }

            transaction.Commit();
        });
    }

    /// <inheritdoc />
    public bool Has(long segment)
    {
        lock (gate) return has.Scalar(segment) is not null;
    }

    /// <inheritdoc />
    public IReadOnlyList<UsageRow> Read(long from, long before, string? account)
    {
        // A month has many rows and few texts.
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        string Text(SqliteDataReader row, int column)
        {
            var text = row.GetString(column);
            if (texts.TryGetValue(text, out var known)) return known;
            texts[text] = text;
            return text;
        }

        lock (gate)
        {
            var rows = new List<UsageRow>();
            using var row = read.Query(from, before, account ?? "");
            while (row.Read())
            {
                rows.Add(new UsageRow(
                    new UsageKey(row.GetInt64(0), Text(row, 1), Text(row, 2), Text(row, 3), Text(row, 4), Text(row, 5), Text(row, 6)),
                    new UsageSums
                    {
                        Requests = row.GetInt64(7),
                        ExtraRequests = row.GetInt64(8),
                        BilledMs = row.GetInt64(9),
                        InitMs = row.GetInt64(10),
                        MemoryMs = row.GetInt64(11),
                        ActiveMs = row.GetInt64(12),
                        KeptMs = row.GetInt64(13),
                        TmpMs = row.GetInt64(14),
                        StreamedBytes = row.GetInt64(15),
                    }));
            }

            return rows;
        }
    }

    /// <inheritdoc />
    public bool HasAlerted(string budget, string month, int percent)
    {
        lock (gate) return alerted.Scalar(budget, month, percent) is not null;
    }

    /// <inheritdoc />
    public void NoteAlert(string budget, string month, int percent) => Write(() => alert.Execute(budget, month, percent));

    /// <inheritdoc />
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var statement in (PreparedStatement[])[sum, read, done, forget, has, last, alerted, alert]) statement.Dispose();
            connection.Dispose();
        }
    }

    private void Write(Action write)
    {
        lock (gate)
        {
            try
            {
                write();
            }
            catch (SqliteException failure)
            {
                throw new IOException($"{connection.DataSource} could not be written: {failure.Message}", failure);
            }
        }
    }

    /// <summary>A transaction that is undone unless it was committed; SQLite itself has undone it where the disk is full.</summary>
    private sealed class Transaction : IDisposable
    {
        private readonly SqliteConnection connection;

        public Transaction(SqliteConnection connection)
        {
            this.connection = connection;
            Execute("BEGIN IMMEDIATE");
        }

        public void Commit() => Execute("COMMIT");

        public void Dispose()
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0) Execute("ROLLBACK");
        }

        private void Execute(string sql)
        {
            using var statement = new PreparedStatement(connection, sql);
            statement.Execute();
        }
    }
}
