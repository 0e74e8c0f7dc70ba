using Brasa.Core.Storage;
using Microsoft.Data.Sqlite;

namespace Brasa.Storage.Sqlite;

/// <summary>One read-only connection with its statements; used by one caller at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    private const int Revision = KeyFields.Count;
    private const int Document = KeyFields.Count + 1;

    private readonly SqliteConnection connection;
    private readonly PreparedStatement get;
    private readonly Dictionary<(int Bound, bool Continued), PreparedStatement> lists = [];

    public SqliteReader(string path)
    {
        connection = SqliteSchema.OpenReader(path);
        get = new PreparedStatement(connection, """
            SELECT revision, document FROM resource
            WHERE service = $0 AND kind = $1 AND account = $2 AND region = $3 AND name = $4 AND qualifier = $5
            """, KeyFields.Count);
    }

    public StoredResource? Get(ResourceKey key)
    {
        using var row = get.Query(KeyFields.Of(key));
        return row.Read() ? new StoredResource(key, row.GetFieldValue<byte[]>(1), row.GetInt64(0)) : null;
    }

    /// <summary>At most <paramref name="limit"/> resources under the bound fields, beginning after the key <paramref name="after"/>.</summary>
    public List<StoredResource> List(string[] bound, string[]? after, int limit)
    {
        var shape = (bound.Length, after is not null);
        if (!lists.TryGetValue(shape, out var list))
            lists.Add(shape, list = Prepare(bound.Length, after is not null));

        // One value for each column either way: the bound ones, then those of the key to begin after.
        object[] values = [limit, .. bound, .. after?[bound.Length..] ?? []];
        var found = new List<StoredResource>();
        using var row = list.Query(values);
        while (row.Read())
            found.Add(new StoredResource(Key(row), row.GetFieldValue<byte[]>(Document), row.GetInt64(Revision)));
        return found;
    }

    public void Dispose()
    {
        foreach (var list in lists.Values)
            list.Dispose();
        get.Dispose();
        connection.Dispose();
    }

    /// <summary>Equality on the bound columns and one row-value comparison on the rest: a single walk along the primary key.</summary>
    private PreparedStatement Prepare(int bound, bool continued)
    {
        var columns = KeyFields.Columns;
        var where = string.Join(" AND ", columns.Take(bound).Select((column, i) => $"{column} = ${i + 1}"));
        if (continued)
        {
            var places = Enumerable.Range(bound + 1, KeyFields.Count - bound).Select(i => $"${i}");
            where += $" AND ({string.Join(", ", columns.Skip(bound))}) > ({string.Join(", ", places)})";
        }

        var key = string.Join(", ", columns);
        return new PreparedStatement(
            connection,
            $"SELECT {key}, revision, document FROM resource WHERE {where} ORDER BY {key} LIMIT $0",
            1 + (continued ? KeyFields.Count : bound));
    }

    private static ResourceKey Key(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5));
}
