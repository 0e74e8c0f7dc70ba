namespace Brasa.Services.Tests.Logs.Patterns;

public sealed class SpacePatternTests
{
    private const string Access = "127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";
    private const string Info = "INFO 09/25/2014 12:00:00 GET /service/resource/67 1200";
    private const string Part = "INFO 09/25/2014 12:00:01 POST /service/resource/67/part/111 1310";
    private const string Warning = "WARNING 09/25/2014 12:00:02 Invalid user request";
    private const string Error = "ERROR 09/25/2014 12:00:02 Failed to process request";
    private const string Report = "REPORT RequestId: 1f-2\tDuration: 12.30 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\t";

    [Theory]
    [InlineData("[ip, user, username, timestamp, request, status_code, bytes]", Access, true)]
    [InlineData(@"[ip=%127\.0\.0\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]", Access, true)]
    [InlineData(@"[ip=%128\.0\.0\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]", Access, false)]
    [InlineData("[..., request =*.html*, status_code = 4*, bytes]", Access, true)]
    [InlineData("[..., request =*.htm, status_code = 4*, bytes]", Access, false)]
    [InlineData("[ip, user, username, timestamp, request =*.html*, status_code = 404 || status_code = 410, bytes]", Access, true)]
    [InlineData("[ip, user, username, timestamp, request =*.html*, status_code = 403 || status_code = 410, bytes]", Access, false)]
    [InlineData("[..., status_code, bytes > 1000]", Access, true)]
    [InlineData("[..., status_code, bytes > 2000]", Access, false)]
    [InlineData("[..., status_code, bytes >= 1534 && bytes <= 1534]", Access, true)]
    [InlineData("[..., status_code, bytes < 1534]", Access, false)]
    [InlineData("[..., status_code != 404, bytes]", Access, false)]
    [InlineData("[..., status_code = 4* && status_code != 403, bytes]", Access, true)]
    [InlineData("[ip, user, ..., status_code = 404, bytes]", Access, true)]
    [InlineData("[ip, user = Prod, ...]", Access, true)]
    [InlineData("[ip, user = Dev, ...]", Access, false)]
    [InlineData("[..., username = frank, timestamp, request, status, bytes]", Access, true)]
    [InlineData("[,,, timestamp = 10/Oct*, ...]", Access, true)]
    [InlineData("[..., request=*.html*, status_code=4*,]", Access, true)]
    [InlineData("[a, b, c, d, e, f, g, h]", Access, false)]
    [InlineData("[a, b, c, d, e, f, g, ...]", Access, true)]
    [InlineData("[a, b, c, ..., d, e, f, g, h]", Access, false)]
    [InlineData("[...]", Access, true)]
    [InlineData("[...]", "", true)]
    [InlineData("[]", Access, true)]
    [InlineData("[]", "", false)]
    [InlineData("[w1=ERROR, w2]", Error, true)]
    [InlineData("[w1=ERROR, w2]", Warning, false)]
    [InlineData("[w1=ERROR, w2]", "ERROR", false)]
    [InlineData("[w1=ERROR]", Error, false)]
    [InlineData("[w1=ERROR]", "ERROR", true)]
    [InlineData("[w1=ERROR || w1=WARNING, w2]", Error, true)]
    [InlineData("[w1=ERROR || w1=WARNING, w2]", Warning, true)]
    [InlineData("[w1=ERROR || w1=WARNING, w2]", Info, false)]
    [InlineData("[w1!=ERROR && w1!=WARNING, w2]", Info, true)]
    [InlineData("[w1!=ERROR&&w1!=WARNING, w2]", Warning, false)]
    [InlineData("[(w1=ERROR || w1=WARNING) && w1!=E*, w2]", Error, false)]
    [InlineData("[(w1=ERROR || w1=WARNING) && w1!=E*, w2]", Warning, true)]
    [InlineData("[logLevel, date, time, method, url=%/service/resource/[0-9]+$%, response_time]", Info, true)]
    [InlineData("[logLevel, date, time, method, url=%/service/resource/[0-9]+$%, response_time]", Part, false)]
    [InlineData("[logLevel, date, time, method, url=%/service/resource/[0-9]+/part/[0-9]+$%, response_time]", Part, true)]
    [InlineData("[level, ..., last = \"*two words*\"]", "INFO x \"has two words in it\"", true)]
    [InlineData("[level = \"E R\", rest]", "\"E R\" and", true)]
    [InlineData("[level = \"\\\"E\", rest]", "\"E and", true)]
    [InlineData("[report=REPORT, , , d=\"Duration:\", duration > 12, unit=ms, ..., max_memory < 50, mb]", Report, true)]
    [InlineData("[report=REPORT, , , d=\"Duration:\", duration > 13, unit=ms, ..., max_memory < 50, mb]", Report, false)]
    [InlineData("[timestamp=*Z, request_id=\"*-*\", event]", "2024-01-01T00:00:00.000Z\t1f-2\tsome words of an event", true)]
    [InlineData("[a = 1.0, b]", "1 x", true)]
    [InlineData("[a > 1, b]", "many x", false)]
    public void Fields_are_matched_as_the_guide_says(string pattern, string message, bool matches) => PatternCase.Check(pattern, message, matches);

    [Theory]
    [InlineData("[")]
    [InlineData("[a, b")]
    [InlineData("[a, b] c")]
    [InlineData("[a b]")]
    [InlineData("[a = ]")]
    [InlineData("[a == 1]")]
    [InlineData("[a > x]")]
    [InlineData("[= 1]")]
    [InlineData("[..., a, ...]")]
    [InlineData("[ip, status_code = 4* && bytes > 1000]")]
    [InlineData("[a || a = 1]")]
    [InlineData("[a = 1 || a]")]
    [InlineData("[w1=!ERROR, w2]")]
    [InlineData("[timestamp=*Z && request_id=“*-*“ && type && event=“{*“]")]
    [InlineData("[a=%x%, b=%x%, c=%x%]")]
    public void What_is_not_of_the_grammar_is_refused(string pattern) => PatternCase.IsRefused(pattern);

    [Theory]
    [InlineData(
        "[..., request=*.html*, status_code=4*,]",
        Access,
        "$1=127.0.0.1; $2=Prod; $3=frank; $4=10/Oct/2000:13:25:15 -0700; $7=1534; $request=GET /index.html HTTP/1.0; $status_code=404")]
    [InlineData("[w1=ERROR, w2]", Error, "$w1=ERROR; $w2=09/25/2014 12:00:02 Failed to process request")]
    [InlineData("[timestamp=*Z, request_id=\"*-*\", event]", "0Z 1-2 {\"a\": 1}  \n", "$event={\"a\": 1}; $request_id=1-2; $timestamp=0Z")]
    [InlineData("[a, b, c]", "one two", "")]
    public void Fields_are_taken_out_by_name_or_place(string pattern, string message, string values) => Assert.Equal(values, PatternCase.Extract(pattern, message));
}
