using Microsoft.Data.Sqlite;

namespace Brasa.Storage.Sqlite;

/// <summary>How a database file is opened, and what is in it.</summary>
/// <param name="Version">The version this code reads and writes, in <c>PRAGMA user_version</c>; 0 is a file with nothing in it yet.</param>
/// <param name="Create">Makes its tables.</param>
internal sealed record SqliteSchema(long Version, string Create)
{
    /// <summary>Resources.</summary>
    /// <remarks>The default binary collation compares UTF-8 bytes: the order of the port, and of every index walk.</remarks>
    public static readonly SqliteSchema Resources = new(1, """
        CREATE TABLE resource (
            service   TEXT NOT NULL,
            kind      TEXT NOT NULL,
            account   TEXT NOT NULL,
            region    TEXT NOT NULL,
            name      TEXT NOT NULL,
            qualifier TEXT NOT NULL,
            revision  INTEGER NOT NULL,
            document  BLOB NOT NULL,
            PRIMARY KEY (service, kind, account, region, name, qualifier)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE revision (last INTEGER NOT NULL) STRICT;
        INSERT INTO revision VALUES (0);
        """);

    /// <summary>Messages of queues.</summary>
    public static readonly SqliteSchema Messages = new(1, """
        CREATE TABLE queue (
            number INTEGER PRIMARY KEY,
            name   TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE message (
            id    INTEGER PRIMARY KEY,
            queue INTEGER NOT NULL REFERENCES queue,
            state BLOB NOT NULL,
            body  BLOB NOT NULL
        ) STRICT;

        CREATE INDEX message_of_queue ON message (queue);

        CREATE TABLE id (last INTEGER NOT NULL) STRICT;
        INSERT INTO id VALUES (0);
        """);

    /// <summary>Usage by the hour, which segments of the journal it holds, and what budgets have told.</summary>
    public static readonly SqliteSchema Usage = new(1, """
        CREATE TABLE usage (
            hour         INTEGER NOT NULL,
            account      TEXT NOT NULL,
            region       TEXT NOT NULL,
            function     TEXT NOT NULL,
            version      TEXT NOT NULL,
            architecture TEXT NOT NULL,
            tags         TEXT NOT NULL,
            requests     INTEGER NOT NULL,
            extra        INTEGER NOT NULL,
            billed_ms    INTEGER NOT NULL,
            init_ms      INTEGER NOT NULL,
            memory_ms    INTEGER NOT NULL,
            active_ms    INTEGER NOT NULL,
            kept_ms      INTEGER NOT NULL,
            tmp_ms       INTEGER NOT NULL,
            streamed     INTEGER NOT NULL,
            PRIMARY KEY (hour, account, region, function, version, architecture, tags)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE segment (number INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE alert (budget TEXT NOT NULL, month TEXT NOT NULL, percent INTEGER NOT NULL, PRIMARY KEY (budget, month, percent)) STRICT, WITHOUT ROWID;
        """);

    /// <summary>Opens the one connection that writes, making the file and its tables where there are none.</summary>
    /// <exception cref="NotSupportedException">The file was written by a newer release.</exception>
    public SqliteConnection OpenWriter(string path)
    {
        CreatePrivateFile(path);
        var connection = Open(path, SqliteOpenMode.ReadWrite);
        try
        {
            Execute(connection, "PRAGMA journal_mode = WAL");
            // FULL syncs the log at every commit; WAL's usual NORMAL would lose acknowledged writes with the power.
            Execute(connection, "PRAGMA synchronous = FULL");
            Execute(connection, "BEGIN IMMEDIATE");
            Migrate(connection, path);
            Execute(connection, "COMMIT");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that can only read; the writer must be open already.</summary>
    public static SqliteConnection OpenReader(string path) => Open(path, SqliteOpenMode.ReadOnly);

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        // Pooling would hide prepared statements with the connection; SqliteResourceStore keeps both itself.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Documents hold environment variables: nobody but the owner reads them. SQLite gives its log files the same mode.</summary>
    private static void CreatePrivateFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        new FileStream(path, options).Dispose();
    }

    private void Migrate(SqliteConnection connection, string path)
    {
        var found = (long)Scalar(connection, "PRAGMA user_version")!;
        if (found > Version)
        {
            throw new NotSupportedException(
                $"{path} has schema version {found}; this release knows versions up to {Version}. "
                + "Run the release that wrote it, or a newer one.");
        }
        if (found == 0)
            Execute(connection, $"{Create} PRAGMA user_version = {Version};");
    }

    private static void Execute(SqliteConnection connection, string sql) => Scalar(connection, sql);

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
