using Brasa.Cli.Aws;

namespace Brasa.Cli.Tests.Aws;

public sealed class CredentialsTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly Dictionary<string, string> environment = [];

    public CredentialsTests() => environment["AWS_SHARED_CREDENTIALS_FILE"] = file;

    public void Dispose() => File.Delete(file);

    [Fact]
    public void Those_of_the_environment_come_first()
    {
        File.WriteAllText(file, "[default]\naws_access_key_id=B\naws_secret_access_key=b\n");
        (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"]) = ("A", "a");
        Assert.Equal(new Credentials("A", "a", null), Find());
        environment["AWS_SESSION_TOKEN"] = "t";
        Assert.Equal(new Credentials("A", "a", "t"), Find());
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    public void Half_of_them_is_refused(string name)
    {
        environment[name] = "A";
        Assert.StartsWith("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together", Assert.Throws<CliException>(Find).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Else_a_profile_is_read()
    {
        File.WriteAllText(file, "[default]\naws_access_key_id=B\naws_secret_access_key=b\n[night]\naws_access_key_id=C\naws_secret_access_key=c\n");
        environment["AWS_ACCESS_KEY_ID"] = "";
        Assert.Equal(new Credentials("B", "b", null), Find());
        environment["AWS_PROFILE"] = "night";
        Assert.Equal(new Credentials("C", "c", null), Find());
    }

    [Fact]
    public void Where_there_are_none_it_says_where_to_put_them()
    {
        environment["AWS_PROFILE"] = "night";
        Assert.Contains($"give {file} a profile [night]", Assert.Throws<CliException>(Find).Message, StringComparison.Ordinal);
        environment["AWS_SHARED_CREDENTIALS_FILE"] = "/nowhere/credentials";
        Assert.Contains("give /nowhere/credentials a profile", Assert.Throws<CliException>(Find).Message, StringComparison.Ordinal);
    }

    private Credentials Find() => Credentials.Find(environment.GetValueOrDefault);
}
