using Brasa.Cli.Aws;

namespace Brasa.Cli.Tests.Aws;

public sealed class ProfileFileTests
{
    private const string Text = """
        # Written by hand.
        [default]
        aws_access_key_id = A
        aws_secret_access_key=a/b+c==
        region = eu-west-1

        ; Temporary.
        [ night ]
        AWS_ACCESS_KEY_ID=N
            aws_session_token  =  t=
        [profile   night]
        region=eu-west-2
        [broken
        aws_secret_access_key=h
        [twice]
        a=1
        b=1
        [twice]
        a=2
        [empty]
        """;

    [Fact]
    public void A_section_is_found_among_others()
    {
        Assert.Equal("a/b+c==", Parse("default")!["aws_secret_access_key"]);
        Assert.Equal(("N", "t="), (Parse("night")!["aws_access_key_id"], Parse("night")!["aws_session_token"]));
        Assert.Equal("eu-west-2", Parse("profile night")!["region"]);
        Assert.Equal(("2", "1"), (Parse("twice")!["a"], Parse("twice")!["b"]));
        Assert.Empty(Parse("empty")!);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("Default")]
    [InlineData("broken")]
    public void One_that_is_not_there_is_none(string section) => Assert.Null(Parse(section));

    private static IReadOnlyDictionary<string, string>? Parse(string section) => ProfileFile.Parse(Text.Split('\n'), section);
}
