using Brasa.Contracts.Lambda;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Tests.Functions;

public sealed class FunctionReferenceTests
{
    private static readonly RequestContext Context = new()
    {
        RequestId = "id",
        Account = "123456789012",
        Region = "eu-west-1",
        Principal = new AccountPrincipal("123456789012"),
        Endpoint = "http://127.0.0.1:4566",
        Time = DateTimeOffset.UnixEpoch,
    };

    [Theory]
    [InlineData("hello", "123456789012", "hello", null)]
    [InlineData("hello:3", "123456789012", "hello", "3")]
    [InlineData("hello:$LATEST", "123456789012", "hello", "$LATEST")]
    [InlineData("function:hello", "123456789012", "hello", null)]
    [InlineData("999999999999:function:hello", "999999999999", "hello", null)]
    [InlineData("999999999999:function:hello:prod", "999999999999", "hello", "prod")]
    [InlineData("123456789012", "123456789012", "123456789012", null)]
    [InlineData("arn:aws:lambda:eu-west-1:999999999999:function:hello", "999999999999", "hello", null)]
    [InlineData("arn:aws:lambda:eu-west-1:999999999999:function:hello:prod", "999999999999", "hello", "prod")]
    [InlineData("eu-west-1:999999999999:function:hello", "999999999999", "hello", null)]
    public void Names_partial_ARNs_and_ARNs_are_read(string text, string account, string name, string? qualifier) =>
        Assert.Equal(new FunctionReference(new FunctionKey(account, "eu-west-1", name), qualifier), FunctionReference.Parse(text, null, Context));

    [Fact]
    public void The_qualifier_of_the_request_counts_where_the_name_has_none() =>
        Assert.Equal("7", FunctionReference.Parse("hello", "7", Context).Qualifier);

    [Fact]
    public void Two_different_qualifiers_are_refused() =>
        Assert.Throws<InvalidParameterValueException>(() => FunctionReference.Parse("hello:3", "7", Context));

    [Fact]
    public void A_function_of_another_region_is_not_found()
    {
        var error = Assert.Throws<ResourceNotFoundException>(() => FunctionReference.Parse("arn:aws:lambda:us-west-2:123456789012:function:hello", null, Context));

        Assert.Equal("Functions from 'us-west-2' are not reachable in this region ('eu-west-1')", error.Message);
    }
}
