using System.Text.Json;
using Brasa.Core.Events;

namespace Brasa.Core.Tests.Events;

public sealed class EventPatternTests
{
    [Theory]
    [InlineData("""{"a":["x"]}""", """{"a":"x"}""", true)]
    [InlineData("""{"a":["x"]}""", """{"a":"X"}""", false)]
    [InlineData("""{"a":["x"]}""", """{"b":"x"}""", false)]
    [InlineData("""{"a":["x","y"]}""", """{"a":"y"}""", true)]
    [InlineData("""{"a":["x"],"b":["y"]}""", """{"a":"x","b":"y"}""", true)]
    [InlineData("""{"a":["x"],"b":["y"]}""", """{"a":"x"}""", false)]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a":{"b":"x"}}""", true)]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a":"x"}""", false)]
    [InlineData("""{"a":["x"]}""", """{"a":{"x":1}}""", false)]
    [InlineData("""{"a":[""]}""", """{"a":""}""", true)]
    [InlineData("""{"a":[""]}""", """{"a":null}""", false)]
    [InlineData("""{"a":[null]}""", """{"a":null}""", true)]
    [InlineData("""{"a":[null]}""", """{}""", false)]
    [InlineData("""{"a":[true]}""", """{"a":true}""", true)]
    [InlineData("""{"a":[true]}""", """{"a":"true"}""", false)]
    [InlineData("""{"a":[300]}""", """{"a":300}""", true)]
    [InlineData("""{"a":[300]}""", """{"a":300.0}""", false)]
    [InlineData("""{"a":["300"]}""", """{"a":300}""", false)]
    [InlineData("""{"a":["x"]}""", """{"a":["y","x"]}""", true)]
    [InlineData("""{"a":["x"]}""", """{"a":[["x"]]}""", true)]
    [InlineData("""{"a":["x"]}""", """{"a":[]}""", false)]
    [InlineData("""{"a":{"b":["x"],"c":[1]}}""", """{"a":[{"b":"x","c":2},{"b":"x","c":1}]}""", true)]
    [InlineData("""{"a":{"b":["x"],"c":[1]}}""", """{"a":[{"b":"x","c":2},{"b":"y","c":1}]}""", false)]
    public void A_value_is_meant_when_the_list_has_it(string pattern, string e, bool expected) => Check(pattern, e, expected);

    [Theory]
    [InlineData("""[{"exists":true}]""", """{"a":null}""", true)]
    [InlineData("""[{"exists":true}]""", """{}""", false)]
    [InlineData("""[{"exists":true}]""", """{"a":[]}""", false)]
    [InlineData("""[{"exists":true}]""", """{"a":{"b":1}}""", false)]
    [InlineData("""[{"exists":false}]""", """{}""", true)]
    [InlineData("""[{"exists":false}]""", """{"a":0}""", false)]
    [InlineData("""[{"exists":false},"x"]""", """{"a":"x"}""", true)]
    [InlineData("""[{"prefix":"us-"}]""", """{"a":"us-east-1"}""", true)]
    [InlineData("""[{"prefix":"us-"}]""", """{"a":"US-east-1"}""", false)]
    [InlineData("""[{"prefix":"1"}]""", """{"a":12}""", false)]
    [InlineData("""[{"suffix":".png"}]""", """{"a":"x.png"}""", true)]
    [InlineData("""[{"suffix":".png"}]""", """{"a":"x.png.gz"}""", false)]
    [InlineData("""[{"equals-ignore-case":"aLice"}]""", """{"a":"AliCE"}""", true)]
    [InlineData("""[{"equals-ignore-case":"aLice"}]""", """{"a":"Alices"}""", false)]
    [InlineData("""[{"anything-but":"x"}]""", """{"a":"y"}""", true)]
    [InlineData("""[{"anything-but":"x"}]""", """{"a":"x"}""", false)]
    [InlineData("""[{"anything-but":"x"}]""", """{}""", false)]
    [InlineData("""[{"anything-but":["x","y"]}]""", """{"a":"y"}""", false)]
    [InlineData("""[{"anything-but":[1,2]}]""", """{"a":3}""", true)]
    [InlineData("""[{"numeric":["=",100]}]""", """{"a":1e2}""", true)]
    [InlineData("""[{"numeric":[">",10,"<=",20]}]""", """{"a":20}""", true)]
    [InlineData("""[{"numeric":[">",10,"<=",20]}]""", """{"a":10}""", false)]
    [InlineData("""[{"numeric":["<",10]}]""", """{"a":"5"}""", false)]
    [InlineData("""[{"numeric":[">=",-1.5]}]""", """{"a":-1.5}""", true)]
    public void A_condition_holds_for_what_it_says(string list, string e, bool expected) => Check($$"""{"a":{{list}}}""", e, expected);

    [Theory]
    [InlineData("""{"a":"x","b":"z"}""", true)]
    [InlineData("""{"a":"z","b":"y"}""", true)]
    [InlineData("""{"a":"z","b":"z"}""", false)]
    public void Of_alternatives_one_has_to_hold(string e, bool expected) => Check("""{"$or":[{"a":["x"]},{"b":["y"]}]}""", e, expected);

    [Fact]
    public void Alternatives_stand_beside_fields() => Check("""{"c":[1],"$or":[{"a":["x"]},{"b":["y"]}]}""", """{"a":"x","c":2}""", expected: false);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"a":"x"}""")]
    [InlineData("""{"a":[]}""")]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"a":[["x"]]}""")]
    [InlineData("""{"a":[{"like":"x"}]}""")]
    [InlineData("""{"a":[{"prefix":"x","suffix":"y"}]}""")]
    [InlineData("""{"a":[{"prefix":1}]}""")]
    [InlineData("""{"a":[{"exists":"yes"}]}""")]
    [InlineData("""{"a":[{"anything-but":[]}]}""")]
    [InlineData("""{"a":[{"anything-but":[true]}]}""")]
    [InlineData("""{"a":[{"numeric":[">"]}]}""")]
    [InlineData("""{"a":[{"numeric":["~",1]}]}""")]
    [InlineData("""{"a":[{"numeric":[">","1"]}]}""")]
    public void What_is_no_pattern_is_refused(string pattern) => Assert.Throws<FormatException>(() => EventPattern.Parse(pattern));

    [Fact]
    public void What_it_says_of_a_field_is_found_in_alternatives_too()
    {
        var pattern = EventPattern.Parse("""{"body":["x"],"$or":[{"body":{"a":[1]}},{"other":[1]}]}""");

        Assert.Equal([typeof(ValuePattern), typeof(ObjectPattern)], pattern.Of("body").Select(part => part.GetType()));
    }

    private static void Check(string pattern, string e, bool expected)
    {
        using var document = JsonDocument.Parse(e);
        Assert.Equal(expected, EventPattern.Parse(pattern).Matches(document.RootElement));
    }
}
