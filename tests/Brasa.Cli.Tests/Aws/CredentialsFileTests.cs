using Brasa.Cli.Aws;

namespace Brasa.Cli.Tests.Aws;

public sealed class CredentialsFileTests
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
            aws_secret_access_key  =  n
        aws_session_token=t=
        [half]
        aws_access_key_id=H
        [broken
        aws_secret_access_key=h
        [twice]
        aws_access_key_id=1
        aws_secret_access_key=1
        [twice]
        aws_access_key_id=2
        """;

    [Fact]
    public void A_profile_is_found_among_others()
    {
        Assert.Equal(new Credentials("A", "a/b+c==", null), Parse("default"));
        Assert.Equal(new Credentials("N", "n", "t="), Parse("night"));
        Assert.Equal(new Credentials("2", "1", null), Parse("twice"));
    }

    [Theory]
    [InlineData("half")]
    [InlineData("none")]
    [InlineData("Default")]
    public void One_that_is_not_there_or_has_no_whole_key_is_none(string profile) => Assert.Null(Parse(profile));

    private static Credentials? Parse(string profile) => CredentialsFile.Parse(Text.Split('\n'), profile);
}
