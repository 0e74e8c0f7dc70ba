using Microsoft.Data.Sqlite;

namespace Brasa.Storage.Sqlite;

/// <summary>A statement compiled once, with positional parameters; as little safe for concurrent use as its connection.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly SqliteCommand command;

    /// <param name="connection">The connection that it stays bound to.</param>
    /// <param name="sql">Its text, with parameters <c>$0</c>, <c>$1</c>, ….</param>
    /// <param name="parameters">How many parameters there are.</param>
    public PreparedStatement(SqliteConnection connection, string sql, int parameters = 0)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
    }

    public void Execute(params ReadOnlySpan<object> values)
    {
        Bind(values);
        command.ExecuteNonQuery();
    }

    public object? Scalar(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return command.ExecuteScalar();
    }

    public SqliteDataReader Query(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return command.ExecuteReader();
    }

    public void Dispose() => command.Dispose();

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
    }
}
