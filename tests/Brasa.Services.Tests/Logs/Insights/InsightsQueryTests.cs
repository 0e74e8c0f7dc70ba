using Brasa.Core.Logs;
using Brasa.Services.Logs.Insights;

namespace Brasa.Services.Tests.Logs.Insights;

public sealed class InsightsQueryTests
{
    private const string Line = "25 May 2019 10:24:39,474 [ERROR] {foo=2, bar=data} The error was: DataIntegrityException";
    private const string Trail = """{"eventVersion":"1.0","userIdentity":{"type":"IAMUser"},"items":[{"id":"i-1"},{"id":"i-2"}],"ok":true,"none":null,"@odd":1,"size":1.50}""";

    private static readonly string[] Requests =
    [
        """{"method":"GET","status":200,"ms":10}""",
        """{"method":"GET","status":404,"ms":20}""",
        """{"method":"PUT","status":200,"ms":30}""",
        """{"method":"GET","status":500,"ms":41}""",
    ];

    [Theory]
    [InlineData("fields @timestamp, @message", "@timestamp=2024-03-05 10:00:00.000,@message=x")]
    [InlineData("fields @message, @logStream, @log, @ingestionTime", "@message=x,@logStream=stream,@log=123456789012:/app,@ingestionTime=2024-03-05 10:00:00.005")]
    [InlineData("limit 1", "@timestamp=2024-03-05 10:00:00.000,@message=x")]
    [InlineData("fields @message as m", "m=x")]
    [InlineData("fields nothing, @message", "@message=x")]
    [InlineData("FIELDS @message | LIMIT 1", "@message=x")]
    [InlineData("fields @message\n# | filter @message like /nothing/\n| limit 20", "@message=x")]
    [InlineData("fields @message | display @logStream", "@logStream=stream")]
    [InlineData("fields 1 as a | fields 2 as b", "a=1,b=2")]
    [InlineData("display @log | display @logStream", "@logStream=stream")]
    public void Fields_are_shown_as_a_query_names_them(string query, string rows) => Assert.Equal(rows, QueryCase.Run(query, "x"));

    [Theory]
    [InlineData("userIdentity.type", "IAMUser")]
    [InlineData("items.0.id", "i-1")]
    [InlineData("items.1.id", "i-2")]
    [InlineData("ok", "1")]
    [InlineData("none", "")]
    [InlineData("@@odd", "1")]
    [InlineData("size", "1.50")]
    [InlineData("ispresent(size)", "1")]
    [InlineData("ispresent(none)", "0")]
    [InlineData("`userIdentity.type`", "IAMUser")]
    public void Fields_of_JSON_are_discovered(string field, string value) =>
        Assert.Equal(value.Length == 0 ? "" : $"v={value}", QueryCase.Run($"fields {field} as v", Trail));

    [Theory]
    [InlineData("status = 200", "30 10")]
    [InlineData("status != 200", "41 20")]
    [InlineData("status >= 404", "41 20")]
    [InlineData("status > 404", "41")]
    [InlineData("status < 404 and method = \"GET\"", "10")]
    [InlineData("status <= 200 or ms = 41", "41 30 10")]
    [InlineData("not status = 200", "41 20")]
    [InlineData("not (status = 200 or status = 404)", "41")]
    [InlineData("(ms > 15)", "41 30 20")]
    [InlineData("status in [404, 500]", "41 20")]
    [InlineData("status not in [404,500]", "30 10")]
    [InlineData("method in ['PUT', \"POST\"]", "30")]
    [InlineData("method in ['PU']", "")]
    [InlineData("@message like /\"PUT\"/", "30")]
    [InlineData("@message like \"PUT\"", "30")]
    [InlineData("@message like 'put'", "")]
    [InlineData("@message like /(?i)put/", "30")]
    [InlineData("@message =~ /status\":[45]\\d\\d/", "41 20")]
    [InlineData("@message not like /GET/", "30")]
    [InlineData("method like /^G.T$/", "41 20 10")]
    [InlineData("strcontains(method, \"ET\")", "41 20 10")]
    [InlineData("strcontains(method, \"et\", true)", "41 20 10")]
    [InlineData("ispresent(missing)", "")]
    [InlineData("not ispresent(missing)", "41 30 20 10")]
    [InlineData("missing = 1", "")]
    [InlineData("missing != 1", "41 30 20 10")]
    [InlineData("missing < 1", "")]
    [InlineData("ms % 20 = 0 and ms / 2 = 10", "20")]
    [InlineData("ms * 2 + 1 > 61 - 1 + 1", "41")]
    [InlineData("status like /2\\d\\d/", "30 10")]
    [InlineData("method = \"GET\" | filter ms > 10 | filter ms < 41", "20")]
    [InlineData("@timestamp > 1709632860000", "41 30")]
    [InlineData("toMillis(@timestamp) >= now() * 1000 - 3600000", "41 30 20 10")]
    [InlineData("-ms < -25", "41 30")]
    public void Filters_let_events_through(string condition, string milliseconds) => Assert.Equal(
        milliseconds, QueryCase.Run($"filter {condition} | display ms", Requests).Replace("ms=", "", StringComparison.Ordinal).Replace(" | ", " ", StringComparison.Ordinal));

    [Theory]
    [InlineData("parse @message \"[*] * The error was: *\" as level, config, exception | display level, config, exception", "level=ERROR,config={foo=2, bar=data},exception=DataIntegrityException")]
    [InlineData(@"parse @message /\[(?<level>\S+)\]\s+(?<config>\{.*\})\s+The error was: (?<exception>\S+)/ | display level, config, exception", "level=ERROR,config={foo=2, bar=data},exception=DataIntegrityException")]
    [InlineData("parse \"[*]\" as level | display level", "level=ERROR")]
    [InlineData("parse @message '* May *' as day, rest | display day", "day=25")]
    [InlineData("parse @message \"bar=*}\" as @bar | display @bar", "@bar=data")]
    [InlineData("parse @message \"nothing *\" as a | display a", "")]
    [InlineData("fields @logStream | parse @message \"[*]\" as level", "@logStream=stream,level=ERROR")]
    [InlineData("parse @message /foo=(?P<n>\\d)/ | fields n + 1 as next", "next=3,n=2")]
    [InlineData("parse @message /foo=(?<n>\\d)/ as number | display number", "number=2")]
    [InlineData("parse @message /a\\/(?<n>.)/ | display n", "")]
    [InlineData("parse @message \"{*}\" as inner | parse inner \"bar=*\" as bar | display bar", "bar=data")]
    [InlineData("fields @message | parse @message \"[*] *\" as loggingType, loggingMessage | filter loggingType = \"ERROR\" | display loggingType", "loggingType=ERROR")]
    public void Parts_of_a_message_are_parsed(string query, string rows) => Assert.Equal(rows, QueryCase.Run(query, Line));

    [Theory]
    [InlineData("stats count(*)", "count(*)=4")]
    [InlineData("stats count() as n", "n=4")]
    [InlineData("stats count(missing) as n", "n=0")]
    [InlineData("stats count(ms) as n by method | sort n desc", "method=GET,n=3 | method=PUT,n=1")]
    [InlineData("stats avg(ms) by method | sort method asc", "method=GET,avg(ms)=23.6667 | method=PUT,avg(ms)=30")]
    [InlineData("stats sum(ms) as s, min(ms) as a, max(ms) as b", "s=101,a=10,b=41")]
    [InlineData("stats count_distinct(status) as n", "n=3")]
    [InlineData("stats pct(ms, 50) as p50, pct(ms, 100) as p100, pct(ms, 0) as p0", "p50=20,p100=41,p0=10")]
    [InlineData("stats stddev(ms) as d", "d=11.519")]
    [InlineData("stats earliest(ms) as a, latest(ms) as b", "a=10,b=41")]
    [InlineData("stats sortsFirst(method) as a, sortsLast(method) as b", "a=GET,b=PUT")]
    [InlineData("stats count(*) as n by bin(2m) as t | sort t", "t=2024-03-05 10:00:00.000,n=2 | t=2024-03-05 10:02:00.000,n=2")]
    [InlineData("stats count(*) by bin(1h)", "bin(1h)=2024-03-05 10:00:00.000,count(*)=4")]
    [InlineData("stats max(ms) as a, min(ms) as b, a - b as range", "a=41,b=10,range=31")]
    [InlineData("stats sum(ms) / count(*) as mean", "mean=25.25")]
    [InlineData("stats max(ms / 10) as m", "m=4.1")]
    [InlineData("stats count(*) as n by status >= 400 as failed | sort failed", "failed=0,n=2 | failed=1,n=2")]
    [InlineData("stats count(*) as n by method, status | stats max(n) as most", "most=1")]
    [InlineData("stats count(*) as n by method | filter n > 1 | fields n * 2 as twice", "method=GET,n=3,twice=6")]
    [InlineData("filter status = 999 | stats count(*)", "")]
    public void Events_are_gathered(string query, string rows) => Assert.Equal(rows, QueryCase.Run(query, Requests));

    [Theory]
    [InlineData("display ms", "ms=41 | ms=30 | ms=20 | ms=10")]
    [InlineData("display ms | limit 2", "ms=41 | ms=30")]
    [InlineData("sort ms | display ms", "ms=10 | ms=20 | ms=30 | ms=41")]
    [InlineData("sort ms asc | limit 1 | display ms", "ms=10")]
    [InlineData("sort @timestamp desc | limit 1 | display ms", "ms=41")]
    [InlineData("sort status asc, ms desc | display ms", "ms=30 | ms=10 | ms=20 | ms=41")]
    [InlineData("sort method | display ms", "ms=41 | ms=20 | ms=10 | ms=30")]
    [InlineData("sort ms | filter ms > 10 | limit 1 | display ms", "ms=20")]
    [InlineData("sort missing | limit 1 | display ms", "ms=41")]
    [InlineData("dedup method | display ms", "ms=41 | ms=30")]
    [InlineData("dedup method, status | display ms", "ms=41 | ms=30 | ms=20 | ms=10")]
    [InlineData("sort ms | dedup status | display ms", "ms=10 | ms=20 | ms=41")]
    [InlineData("limit 3 | limit 1 | display ms", "ms=41")]
    public void Rows_are_ordered_limited_and_told_apart(string query, string rows) => Assert.Equal(rows, QueryCase.Run(query, Requests));

    [Fact]
    public void JSON_that_was_parsed_is_looked_into() =>
        Assert.Equal("v=2", QueryCase.Run("fields jsonParse(@message) as m | fields m.a[0].`b c` as v | display v", """{"a":[{"b c":2}]}"""));

    [Fact]
    public void What_Lambda_reports_is_discovered()
    {
        var result = QueryCase.RunIn(
            "/aws/lambda/f",
            "fields @type, @requestId, @duration, @billedDuration, @memorySize, @maxMemoryUsed, @initDuration, @xrayTraceId, n | sort @timestamp",
            "START RequestId: 6b1f1b3e-0f7e-4c2e-9a2b-111111111111 Version: $LATEST",
            "[INFO]\t2024-03-05T10:00:00.000Z\t6b1f1b3e-0f7e-4c2e-9a2b-111111111111\tgot {\"n\": 5}",
            "REPORT RequestId: 6b1f1b3e-0f7e-4c2e-9a2b-111111111111\tDuration: 12.30 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tInit Duration: 100.00 ms\t\nXRAY TraceId: 1-2\tSegmentId: 3\t");

        Assert.Equal(
            "@type=START,@requestId=6b1f1b3e-0f7e-4c2e-9a2b-111111111111 | @requestId=6b1f1b3e-0f7e-4c2e-9a2b-111111111111,n=5 | @type=REPORT,@requestId=6b1f1b3e-0f7e-4c2e-9a2b-111111111111,"
            + "@duration=12.3,@billedDuration=13,@memorySize=128000000,@maxMemoryUsed=40000000,@initDuration=100,@xrayTraceId=1-2",
            QueryCase.Show(result));
    }

    [Fact]
    public void What_was_read_is_counted()
    {
        var result = QueryCase.RunIn("/app", "filter status = 200 | limit 1", Requests);

        Assert.Single(result.Rows);
        Assert.Equal(new QueryScan(2, 4, Requests.Sum(message => (long)message.Length)), result.Scan);
    }

    [Fact]
    public void A_limit_beside_the_query_holds_too() => Assert.Equal(2, QueryCase.RunIn("/app", "fields @message", limit: 2, Requests).Rows.Count);

    [Fact]
    public void Rows_of_events_have_a_pointer_and_others_none()
    {
        Assert.All(QueryCase.RunIn("/app", "fields ms", Requests).Rows, row => Assert.Equal("@ptr", row[^1].Key));
        Assert.DoesNotContain(QueryCase.RunIn("/app", "stats count(*)", Requests).Rows.Single(), field => field.Key == "@ptr");
        Assert.Single(QueryCase.RunIn("/app", "display @ptr", Requests).Rows[0]);
    }

    [Fact]
    public void A_sort_keeps_the_first_rows_of_many()
    {
        var messages = Enumerable.Range(0, 25_000).Select(i => $"{{\"n\":{(i * 7_919) % 25_000}}}").ToArray();

        var rows = QueryCase.RunIn("/app", "sort n | limit 10000 | display n", messages).Rows;

        Assert.Equal(Enumerable.Range(0, 10_000).Select(n => $"{n}"), rows.Select(row => row[0].Value));
    }

    [Fact]
    public void Groups_without_end_are_refused_before_memory_is_gone()
    {
        var key = new LogGroupKey("123456789012", "eu-west-1", "/app");
        var events = Enumerable.Range(0, int.MaxValue).Select(i =>
            new QueriedEvent(key, new LogEvent(new LogPosition(i, i), 0, "s", LogSource.Function, System.Text.Encoding.ASCII.GetBytes($"{i:D2000}"))));

        Assert.Throws<QueryTooLargeException>(
            () => InsightsQuery.Parse("stats count(*) by @message", QueryCase.Window).Run(events, 1, progress: null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_run_ends_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        var key = new LogGroupKey("123456789012", "eu-west-1", "/app");
        var events = Enumerable.Range(0, int.MaxValue).Select(i =>
        {
            if (i == 1_000) stop.Cancel();
            return new QueriedEvent(key, new LogEvent(new LogPosition(i, i), 0, "s", LogSource.Function, new byte[1]));
        });

        Assert.Throws<OperationCanceledException>(() => InsightsQuery.Parse("stats count(*)", QueryCase.Window).Run(events, 1, progress: null, stop.Token));
    }
}
