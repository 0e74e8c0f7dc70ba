using Brasa.Sandbox;

namespace Brasa.Server.Tests;

public sealed class FileSystemOptionTests
{
    private const string Arn = "arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0";

    [Theory]
    [InlineData("/srv/shared")]
    [InlineData("/srv/a=b")]
    public void One_is_read_up_to_its_first_equals_sign(string directory)
    {
        Assert.Equal(new FileSystemOption(Arn, directory), FileSystemOption.TryParse($"{Arn}={directory}"));
        Assert.Null(FileSystemOption.Problem([$"{Arn}={directory}"], Isolation.Sandbox));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/srv/shared")]
    [InlineData("=/srv/shared")]
    [InlineData("arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0")]
    [InlineData("arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef=/srv")]
    [InlineData("arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789ABCDEF0=/srv")]
    [InlineData("arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0\n=/srv")]
    [InlineData("arn:aws:elasticfilesystem:us-east-1:12345:access-point/fsap-0123456789abcdef0=/srv")]
    [InlineData("arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-0123456789abcdef0=/srv")]
    [InlineData("arn:aws:s3files:us-east-1:123456789012:file-system/fs-0123456789abcdef0/access-point/fsap-0123456789abcdef0=/srv")]
    public void What_is_no_access_point_and_directory_is_refused(string text)
    {
        Assert.Null(FileSystemOption.TryParse(text));
        Assert.StartsWith($"--file-system {text} is not of the form ARN=DIRECTORY", FileSystemOption.Problem([text], Isolation.Sandbox), StringComparison.Ordinal);
    }

    [Fact]
    public void An_access_point_is_given_once_and_a_directory_as_often_as_wanted()
    {
        var other = Arn.Replace("123456789012", "210987654321", StringComparison.Ordinal);
        Assert.Null(FileSystemOption.Problem([$"{Arn}=/srv", $"{other}=/srv"], Isolation.Sandbox));
        Assert.Equal($"--file-system gives {Arn} twice.", FileSystemOption.Problem([$"{Arn}=/srv", $"{Arn}=/opt"], Isolation.Sandbox));
    }

    [Fact]
    public void Without_isolation_it_is_refused()
    {
        Assert.Null(FileSystemOption.Problem([], Isolation.None));
        Assert.StartsWith("--file-system is for sandboxes", FileSystemOption.Problem([$"{Arn}=/srv"], Isolation.None), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_cannot_be_given_is_refused_with_its_access_point() =>
        Assert.StartsWith($"--file-system {Arn}: /nowhere cannot be opened: ",
            Assert.Throws<SandboxException>(() => FileSystemOption.Declare([$"{Arn}=/nowhere"], "/tmp")).Message, StringComparison.Ordinal);
}
