using Brasa.Cli.Aws;

namespace Brasa.Cli.Tests.Aws;

public sealed class CallerTests : IDisposable
{
    private readonly string keys = Path.GetTempFileName();
    private readonly string config = Path.GetTempFileName();
    private readonly Dictionary<string, string> environment = [];

    public CallerTests()
    {
        environment["AWS_SHARED_CREDENTIALS_FILE"] = keys;
        environment["AWS_CONFIG_FILE"] = config;
        File.WriteAllText(keys, "[default]\naws_access_key_id=B\naws_secret_access_key=b\n[night]\naws_access_key_id=C\naws_secret_access_key=c\naws_session_token=t\n");
        File.WriteAllText(config, "[default]\nregion=eu-west-1\n[profile night]\nregion=eu-west-2\n[profile day]\naws_access_key_id=D\naws_secret_access_key=d\n[profile role]\nrole_arn=arn:aws:iam::123456789012:role/r\n");
    }

    public void Dispose()
    {
        File.Delete(keys);
        File.Delete(config);
    }

    [Fact]
    public void Keys_of_the_environment_come_first()
    {
        (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"]) = ("A", "a");
        Assert.Equal(new Credentials("A", "a", null), Find().Credentials);
        environment["AWS_SESSION_TOKEN"] = "t";
        Assert.Equal(new Credentials("A", "a", "t"), Find().Credentials);
    }

    [Fact]
    public void A_profile_that_is_asked_for_comes_before_them()
    {
        (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"]) = ("A", "a");
        environment["AWS_PROFILE"] = "night";
        Assert.Equal("A", Find().Credentials!.KeyId);
        Assert.Equal(new Credentials("C", "c", "t"), Find(profile: "night").Credentials);
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    public void Half_a_key_is_refused(string name)
    {
        environment[name] = "A";
        Assert.StartsWith("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together", Assert.Throws<CliException>(() => Find()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Else_a_profile_is_read_from_either_file()
    {
        environment["AWS_ACCESS_KEY_ID"] = "";
        Assert.Equal(new Credentials("B", "b", null), Find().Credentials);
        environment["AWS_PROFILE"] = "day";
        Assert.Equal(new Credentials("D", "d", null), Find().Credentials);
    }

    [Fact]
    public void An_unknown_profile_is_told_and_so_is_one_without_a_key()
    {
        Assert.Equal($"there is no profile dusk in {config} or {keys}.", Assert.Throws<CliException>(() => Find(profile: "dusk")).Message);
        environment["AWS_PROFILE"] = "role";
        Assert.StartsWith("the profile role has no aws_access_key_id", Assert.Throws<CliException>(() => Find()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_no_key_it_says_where_to_put_one()
    {
        environment["AWS_SHARED_CREDENTIALS_FILE"] = "/nowhere/credentials";
        var caller = Find();
        Assert.Null(caller.Credentials);
        Assert.Contains("give /nowhere/credentials a profile [default]", caller.KeySource, StringComparison.Ordinal);
    }

    [Fact]
    public void The_region_is_the_one_that_is_named_nearest()
    {
        environment["AWS_PROFILE"] = "day";
        Assert.Equal("us-east-1", Find().Region);
        environment["AWS_PROFILE"] = "night";
        Assert.Equal("eu-west-2", Find().Region);
        environment["AWS_DEFAULT_REGION"] = "eu-west-3";
        Assert.Equal("eu-west-3", Find().Region);
        environment["AWS_REGION"] = "eu-west-4";
        Assert.Equal("eu-west-4", Find().Region);
        Assert.Equal("eu-west-5", Find(region: "eu-west-5").Region);
    }

    private Caller Find(string? profile = null, string? region = null) => Caller.Find(environment.GetValueOrDefault, profile, region);
}
