using System.Text;
using Brasa.Services.Logs.Patterns;

namespace Brasa.Services.Tests.Logs.Patterns;

public sealed class JsonPatternTests
{
    private const string Trail = """
        {"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111", "arrayKey": ["value", "another value"],
         "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}], "SomeObject": null, "ThisFlag": true, "Off": false, "cluster.name": "c"}
        """;

    private const string Users = """
        {"user": {"id": 1, "email": "John.Stiles@example.com"},
         "users": [{"id": 2, "email": "John.Doe@example.com"}, {"id": 3, "email": "Jane.Doe@example.com"}],
         "actions": ["GET", "PUT", "DELETE"], "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]]}
        """;

    [Theory]
    [InlineData("{ $.eventType = \"UpdateTrail\" }", true)]
    [InlineData("{$.eventType=UpdateTrail}", true)]
    [InlineData("{ $.eventType = \"updatetrail\" }", false)]
    [InlineData("{ $.eventType != \"UpdateTrail\" }", false)]
    [InlineData("{ $.eventType = \"Update*\" }", true)]
    [InlineData("{ $.eventType = \"*Trail\" }", true)]
    [InlineData("{ $.eventType = \"*date*\" }", true)]
    [InlineData("{ $.eventType = * }", true)]
    [InlineData("{ $.eventType = \"*\" }", true)]
    [InlineData("{ $.eventType = \"Trail*\" }", false)]
    [InlineData("{ $.eventType = \"Up*il\" }", false)]
    [InlineData("{ $.sourceIPAddress != 123.123.* }", true)]
    [InlineData("{ $.sourceIPAddress = 111.111.* }", true)]
    [InlineData("{ $.arrayKey[0] = \"value\" }", true)]
    [InlineData("{ $.arrayKey[1] = \"value\" }", false)]
    [InlineData("{ $.arrayKey[9] = \"value\" }", false)]
    [InlineData("{ $.eventType[0] = \"UpdateTrail\" }", false)]
    [InlineData("{ $.arrayKey = \"value\" }", false)]
    [InlineData("{ $.arrayKey != \"value\" }", false)]
    [InlineData("{ $.objectList[1].id = 2 }", true)]
    [InlineData("{ $.objectList[1].id = 1 }", false)]
    [InlineData("{ $.objectList[*].id = 1 }", true)]
    [InlineData("{ $.objectList[*].id = 3 }", false)]
    [InlineData("{ $.eventType = %Trail% }", true)]
    [InlineData("{ $.eventType = %^Trail% }", false)]
    [InlineData("{ $.eventType != %^Trail% }", true)]
    [InlineData("{ $.arrayKey[*] = %val.{2}% }", true)]
    [InlineData(@"{ $.* = %111\.111\.111\.1[0-9]{1,2}% }", true)]
    [InlineData(@"{ $.* = %112\.111% }", false)]
    [InlineData("{ $.['cluster.name'] = \"c\" }", true)]
    [InlineData("{ $.[\"cluster.name\"] = \"c\" }", true)]
    [InlineData("{ $.cluster.name = \"c\" }", false)]
    [InlineData("{ $.SomeObject IS NULL }", true)]
    [InlineData("{ $.eventType IS NULL }", false)]
    [InlineData("{ $.SomeOtherObject IS NULL }", false)]
    [InlineData("{ $.ThisFlag IS TRUE }", true)]
    [InlineData("{ $.ThisFlag IS FALSE }", false)]
    [InlineData("{ $.Off IS FALSE }", true)]
    [InlineData("{ $.SomeOtherObject NOT EXISTS }", true)]
    [InlineData("{ $.SomeObject NOT EXISTS }", false)]
    [InlineData("{ $.objectList[5] NOT EXISTS }", true)]
    [InlineData("{ $.Missing = \"x\" }", false)]
    [InlineData("{ $.Missing != \"x\" }", false)]
    [InlineData("{ $.SomeObject != \"x\" }", false)]
    public void Properties_are_matched_as_the_guide_says(string pattern, bool matches) => PatternCase.Check(pattern, Trail, matches);

    [Theory]
    [InlineData("{ ($.user.id = 1) && ($.users[0].email = \"John.Doe@example.com\") }", true)]
    [InlineData("{ ($.user.id = 2 && $.users[0].email = \"nonmatch\") || $.actions[2] = \"GET\" }", false)]
    [InlineData("{ $.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }", true)]
    [InlineData("{ ($.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }", false)]
    [InlineData("{ $.coordinates[0][1] = 1 }", true)]
    [InlineData("{ $.coordinates[2][*] > 8 }", true)]
    [InlineData("{ (($.user.id = 1)) }", true)]
    [InlineData("{ $.users[*].id = 2 && $.users[*].id = 3 }", true)]
    [InlineData("{ $.user.id = 1 && $.user.id != 1 || $.actions[0] = GET }", true)]
    public void Conditions_are_joined_as_the_guide_says(string pattern, bool matches) => PatternCase.Check(pattern, Users, matches);

    [Theory]
    [InlineData("{ $.v > 75 }", "76", true)]
    [InlineData("{ $.v > 75 }", "75", false)]
    [InlineData("{ $.v < 50 }", "49.99", true)]
    [InlineData("{ $.v >= 60 }", "60", true)]
    [InlineData("{ $.v <= 5 }", "5.01", false)]
    [InlineData("{ $.v = 400}", "400", true)]
    [InlineData("{ $.v = 400}", "400.0", true)]
    [InlineData("{ $.v != 500 }", "400", true)]
    [InlineData("{ $.v = 1e+3 }", "1000", true)]
    [InlineData("{ $.v != 1e-3 }", "0.001", false)]
    [InlineData("{ $.v < 10e3 }", "9999", true)]
    [InlineData("{ $.v < 10e-3 }", "1", false)]
    [InlineData("{ $.v <= 55.5 }", "55.5", true)]
    [InlineData("{ $.v > +1000 }", "1001", true)]
    [InlineData("{ $.v = -1 }", "-1", true)]
    [InlineData("{ $.v = 4* }", "404", true)]
    [InlineData("{ $.v = 4* }", "504", false)]
    [InlineData("{ $.v = * }", "0", true)]
    [InlineData("{ $.v = \"404\" }", "404", true)]
    [InlineData("{ $.v = 404 }", "\"404\"", true)]
    [InlineData("{ $.v > 400 }", "\"404\"", false)]
    [InlineData("{ $.v = 9007199254740993 }", "9007199254740992", false)]
    [InlineData("{ $.v = true }", "true", false)]
    [InlineData("{ $.v != 1 }", "null", false)]
    [InlineData("{ $.v IS NULL }", "\"null\"", false)]
    [InlineData("{ $.v IS TRUE }", "\"true\"", false)]
    [InlineData("{ $.v = * }", "[]", false)]
    [InlineData("{ $.v = * }", "{}", false)]
    [InlineData("{ $.v = \"a\\\"b\" }", "\"a\\\"b\"", true)]
    [InlineData("{ $.v = \"\u00e9\" }", "\"\\u00e9\"", true)]
    [InlineData("{ $.v = \"\" }", "\"\"", true)]
    [InlineData("{ $.v = \"x\" }", "\"\\ud800\"", false)]
    [InlineData("{ $.v-1_a NOT EXISTS }", "1", true)]
    [InlineData("{ $.v = kms.amazonaws.com }", "\"kms.amazonaws.com\"", true)]
    public void Values_are_compared_as_what_they_are(string pattern, string value, bool matches) => PatternCase.Check(pattern, $"{{\"v\": {value}}}", matches);

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("{broken")]
    [InlineData("{broken}")]
    [InlineData("[{\"v\":1}]")]
    [InlineData("{\"v\":1} {\"v\":1}")]
    [InlineData("{\"v\":1}}")]
    public void A_message_that_is_no_object_matches_nothing(string message)
    {
        PatternCase.Check("{ $.v = 1 }", message, matches: false);
        PatternCase.Check("{ $.w NOT EXISTS }", message, matches: false);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{ }")]
    [InlineData("{ $.v = 1")]
    [InlineData("{ $.v = 1 } ERROR")]
    [InlineData("{ $.v }")]
    [InlineData("{ $.v = }")]
    [InlineData("{ $.v == 1 }")]
    [InlineData("{ $v = 1 }")]
    [InlineData("{ $ = 1 }")]
    [InlineData("{ $. = 1 }")]
    [InlineData("{ v = 1 }")]
    [InlineData("{ $..v = 1 }")]
    [InlineData("{ $.v EXISTS }")]
    [InlineData("{ $.v IS NOT NULL }")]
    [InlineData("{ $.v IS NULLABLE }")]
    [InlineData("{ $.v IS 1 }")]
    [InlineData("{ $.v NOT NULL }")]
    [InlineData("{ !($.v = 1) }")]
    [InlineData("{ $.v > 0 AND $.v < 2 }")]
    [InlineData("{ $.v = 1 & $.w = 2 }")]
    [InlineData("{ $.v = 1 && }")]
    [InlineData("{ ($.v = 1 }")]
    [InlineData("{ $.v = 1) }")]
    [InlineData("{ \"v\": [1] }")]
    [InlineData("{ $.v > \"Alpha\" }")]
    [InlineData("{ $.v > Alpha }")]
    [InlineData("{ $.v > %1% }")]
    [InlineData("{ $.v = %(Alpha|Beta)% }")]
    [InlineData("{ $.v = a@b }")]
    [InlineData("{ $.v = two words }")]
    [InlineData("{ $.v = \"open }")]
    [InlineData("{ $.v[-1] = 1 }")]
    [InlineData("{ $.v[0:2] = 1 }")]
    [InlineData("{ $.v[] = 1 }")]
    [InlineData("{ $.v[99999999999] = 1 }")]
    [InlineData("{ $.v[*].* = 1 }")]
    [InlineData("{ $.a[*] = 1 || $.b[*] = 1 || $.* = 1 || $.c[*] = 1 }")]
    [InlineData("{ $.v = %a% || $.v = %b% || $.v = %c% }")]
    public void What_is_not_of_the_grammar_is_refused(string pattern) => PatternCase.IsRefused(pattern);

    [Fact]
    public void An_open_brace_is_named() =>
        Assert.Equal("If a filter pattern starts with '{' it must end with '}'", Assert.Throws<FilterPatternException>(() => FilterPattern.Parse("{$.a=b")).Message);

    [Theory]
    [InlineData("{ $.user.id = * && $.users[0].email = * }", Users, "$.user.id=1; $.users[0].email=John.Doe@example.com")]
    [InlineData("{ $.Missing NOT EXISTS && $.ThisFlag IS TRUE && $.SomeObject IS NULL }", Trail, "$.ThisFlag=true")]
    [InlineData("{ $.['cluster.name'] = c }", Trail, "$.['cluster.name']=c")]
    [InlineData("{ $.user.id = * }", "no JSON", "")]
    public void Selected_values_are_taken_out(string pattern, string message, string values) => Assert.Equal(values, PatternCase.Extract(pattern, message));

    [Fact]
    public void Bytes_that_are_no_text_equal_nothing_that_a_pattern_can_name()
    {
        byte[] message = [.. "{\"v\":\""u8, 0xFF, .. "\"}"u8];

        Assert.False(FilterPattern.Parse("{ $.v = \"\uFFFD\" }").Matches(message));
        Assert.True(FilterPattern.Parse("{ $.v = * }").Matches(message));
    }

    [Fact]
    public void Many_parentheses_are_no_trouble()
    {
        var depth = (FilterPattern.MaxCharacters - "{$.v=1}".Length) / 2;

        PatternCase.Check($"{{{new string('(', depth)}$.v=1{new string(')', depth)}}}", "{\"v\":1}", matches: true);
    }

    [Fact]
    public void A_message_that_is_nested_without_end_matches_nothing() =>
        Assert.False(FilterPattern.Parse("{ $.v = * }").Matches(Encoding.UTF8.GetBytes($"{{\"v\":{new string('[', 100_000)}{new string(']', 100_000)}}}")));
}
