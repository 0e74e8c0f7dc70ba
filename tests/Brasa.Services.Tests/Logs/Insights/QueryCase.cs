using System.Text;
using Brasa.Core.Logs;
using Brasa.Services.Logs.Insights;

namespace Brasa.Services.Tests.Logs.Insights;

/// <summary>Runs a query over a few events.</summary>
internal static class QueryCase
{
    /// <summary>2024-03-05 10:00:00.</summary>
    public const long Start = 1_709_632_800_000;

    public static readonly QueryWindow Window = new(DateTimeOffset.FromUnixTimeMilliseconds(Start + 3_600_000), Start, Start + 3_600_000);

    /// <summary>Of messages a minute apart, the first being the earliest; rows without the pointer, as <c>a=1,b=2 | a=3</c>.</summary>
    public static string Run(string query, params string[] messages) => Show(RunIn("/app", query, messages));

    public static string Show(QueryResult result) =>
        string.Join(" | ", result.Rows.Select(row => string.Join(",", row.Where(field => field.Key != "@ptr").Select(field => $"{field.Key}={field.Value}"))));

    public static QueryResult RunIn(string group, string query, params string[] messages) => RunIn(group, query, InsightsQuery.MaxRows, messages);

    public static QueryResult RunIn(string group, string query, int limit, params string[] messages)
    {
        var key = new LogGroupKey("123456789012", "eu-west-1", group);
        var events = messages.Select((message, i) =>
            new QueriedEvent(key, new LogEvent(new LogPosition(Start + (i * 60_000L), i), Start + 5, "stream", LogSource.Function, Encoding.UTF8.GetBytes(message))));
        return InsightsQuery.Parse(query, Window).Run(events.Reverse(), limit, progress: null, TestContext.Current.CancellationToken);
    }

    public static QuerySyntaxException Refused(string query) => Assert.Throws<QuerySyntaxException>(() => InsightsQuery.Parse(query, Window));
}
