using System.Text;
using Brasa.Lambda.EventSourceMappings.Polling;

namespace Brasa.Lambda.Tests.EventSourceMappings.Polling;

public sealed class BatchResponseTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"batchItemFailures":[]}""")]
    [InlineData("""{"batchItemFailures":null}""")]
    public void Nothing_named_is_a_success_of_all(string answer) => Assert.Empty(Read(answer)!);

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"batchItemFailures":{}}""")]
    [InlineData("""{"batchItemFailures":["a"]}""")]
    [InlineData("""{"batchItemFailures":[{}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":1}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"unknown"}]}""")]
    [InlineData("""{"batchItemFailures":[{"Itemidentifier":"a"}]}""")]
    public void What_makes_no_sense_is_a_failure_of_all(string answer) => Assert.Null(Read(answer));

    [Fact]
    public void The_records_that_are_named_have_failed() =>
        Assert.Equal(["a", "c"], Read("""{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"c"}]}""")!.Order());

    private static IReadOnlySet<string>? Read(string answer) => BatchResponse.ReadFailures(Encoding.UTF8.GetBytes(answer), new HashSet<string> { "a", "b", "c" });
}
