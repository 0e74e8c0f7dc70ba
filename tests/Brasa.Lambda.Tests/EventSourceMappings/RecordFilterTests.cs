using System.Text;
using Brasa.Lambda.EventSourceMappings;

namespace Brasa.Lambda.Tests.EventSourceMappings;

public sealed class RecordFilterTests
{
    [Theory]
    [InlineData("""{"body":{"code":["B"]}}""", """{"code":"B"}""", true)]
    [InlineData("""{"body":{"code":["B"]}}""", """{"code":"A"}""", false)]
    [InlineData("""{"body":{"code":["B"]}}""", "plain", false)]
    [InlineData("""{"body":["plain"]}""", "plain", true)]
    [InlineData("""{"body":["plain"]}""", "other", false)]
    [InlineData("""{"body":[{"prefix":"{"}]}""", """{"code":"B"}""", false)]
    [InlineData("""{"body":[{"exists":true}]}""", "12", true)]
    [InlineData("""{"other":["x"]}""", "plain", false)]
    [InlineData("""{"body":{"code":[{"exists":false}]}}""", """{"x":1}""", true)]
    [InlineData("""{"body":{"code":[{"exists":false}]}}""", "plain", false)]
    public void A_body_is_matched_in_the_form_it_has(string pattern, string body, bool expected) =>
        Assert.Equal(expected, RecordFilter.Of([pattern]).Matches(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_body_that_is_hard_to_read_is_no_failure()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 64)) + string.Concat(Enumerable.Repeat("]", 64));
        var filter = RecordFilter.Of(["""{"body":{"kind":[{"prefix":"a"}]}}"""]);

        Assert.False(filter.Matches(Encoding.UTF8.GetBytes(deep)));
        Assert.False(filter.Matches("""{"kind":"\ud800"}"""u8.ToArray()));
    }

    [Fact]
    public void One_pattern_of_several_is_enough()
    {
        var filter = RecordFilter.Of(["""{"body":["a"]}""", """{"body":["b"]}"""]);

        Assert.True(filter.Matches("b"u8.ToArray()));
        Assert.False(filter.Matches("c"u8.ToArray()));
    }

    [Fact]
    public void Without_patterns_every_record_is_meant() => Assert.True(RecordFilter.Of([]).Matches("\xff"u8.ToArray()));
}
