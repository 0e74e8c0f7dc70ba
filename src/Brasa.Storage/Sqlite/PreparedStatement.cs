using Microsoft.Data.Sqlite;

namespace Brasa.Storage.Sqlite;

/// <summary>A statement compiled once, with positional parameters; as little safe for concurrent use as its connection.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly SqliteCommand _command;

    /// <param name="connection">The connection that it stays bound to.</param>
    /// <param name="sql">Its text, with parameters <c>$0</c>, <c>$1</c>, ….</param>
    /// <param name="parameters">How many parameters there are.</param>
    public PreparedStatement(SqliteConnection connection, string sql, int parameters = 0)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
    }

    public void Execute(params ReadOnlySpan<object> values)
    {
        Bind(values);
        _command.ExecuteNonQuery();
    }

    public object? Scalar(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return _command.ExecuteScalar();
    }

    public SqliteDataReader Query(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i];
    }
}
