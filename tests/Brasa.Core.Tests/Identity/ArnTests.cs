using Brasa.Core.Identity;

namespace Brasa.Core.Tests.Identity;

public sealed class ArnTests
{
    [Fact]
    public void An_arn_keeps_colons_of_its_resource()
    {
        var arn = Arn.TryParse("arn:aws:lambda:us-east-1:123456789012:function:hello:3");

        Assert.Equal(new Arn("aws", "lambda", "us-east-1", "123456789012", "function:hello:3"), arn);
        Assert.Equal("arn:aws:lambda:us-east-1:123456789012:function:hello:3", arn!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:")]
    [InlineData("urn:aws:lambda:us-east-1:123456789012:function:hello")]
    public void What_is_no_arn_is_not_read_as_one(string text) => Assert.Null(Arn.TryParse(text));
}
