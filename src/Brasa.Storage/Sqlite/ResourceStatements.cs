using Brasa.Core.Storage;
using Microsoft.Data.Sqlite;

namespace Brasa.Storage.Sqlite;

/// <summary>What one batch of resources does inside the writer's transaction.</summary>
internal sealed class ResourceStatements(SqliteConnection connection) : IDisposable
{
    private const string ByKey =
        "WHERE service = $0 AND kind = $1 AND account = $2 AND region = $3 AND name = $4 AND qualifier = $5";

    private readonly PreparedStatement next = new(connection, "UPDATE revision SET last = last + 1 RETURNING last");
    private readonly PreparedStatement stored = new(connection, $"SELECT revision FROM resource {ByKey}", KeyFields.Count);
    private readonly PreparedStatement delete = new(connection, $"DELETE FROM resource {ByKey}", KeyFields.Count);
    private readonly PreparedStatement put = new(connection, """
        INSERT INTO resource VALUES ($0, $1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT DO UPDATE SET revision = excluded.revision, document = excluded.document
        """, KeyFields.Count + 2);

    /// <summary>Writes all of the batch, or throws.</summary>
    public long Apply(IReadOnlyList<ResourceWrite> writes)
    {
        var revision = (long)next.Scalar()!;
        foreach (var write in writes)
            Apply(write, revision);
        return revision;
    }

    public void Dispose()
    {
        foreach (var statement in (PreparedStatement[])[next, stored, delete, put])
            statement.Dispose();
    }

    private void Apply(ResourceWrite write, long revision)
    {
        var key = KeyFields.Of(write.Key);
        if (write.Expected != ResourceWrite.AnyRevision && write.Expected != (stored.Scalar(key) as long? ?? ResourceWrite.Absent))
            throw new ResourceConflictException(write.Key);

        if (write.Document is { } document)
            put.Execute([.. key, revision, document.ToArray()]);
        else
            delete.Execute(key);
    }
}
