using System.Text;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Fields;

/// <summary>The fields of one event: those that every event has, and those that are discovered in its message once one is asked for.</summary>
internal sealed class EventFields(QueriedEvent queried)
{
    private readonly QueriedEvent queried = queried;
    private string? message;
    private Dictionary<string, QueryValue>? discovered;

    public string Pointer => new LogPointer(queried.Group.Name, queried.Event.Stream, queried.Event.Position).Encode();

    /// <summary>Bytes that it keeps, roughly.</summary>
    public long Size => (message is null ? 1L : 3L) * queried.Event.Message.Length + (discovered?.Count ?? 0) * 100L;

    private string Message => message ??= Encoding.UTF8.GetString(queried.Event.Message.Span);

    public QueryValue Find(string name) => name switch
    {
        "@message" => QueryValue.Of(Message),
        "@timestamp" => QueryValue.OfTime(queried.Event.Timestamp),
        "@ingestionTime" => QueryValue.OfTime(queried.Event.IngestionTime),
        "@logStream" => QueryValue.Of(queried.Event.Stream),
        "@log" => QueryValue.Of($"{queried.Group.Account}:{queried.Group.Name}"),
        "@ptr" => QueryValue.Of(Pointer),
        _ => (discovered ??= Discover()).GetValueOrDefault(name),
    };

    private Dictionary<string, QueryValue> Discover()
    {
        var fields = new Dictionary<string, QueryValue>(StringComparer.Ordinal);
        var isLambda = LambdaFields.AreOf(queried.Group.Name);
        JsonFields.AddTo(fields, queried.Event.Message.Span, isInside: isLambda);
        if (isLambda) LambdaFields.AddTo(fields, Message);
        return fields;
    }
}
